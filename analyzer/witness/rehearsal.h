// Rehearsal: the first candidates of one writer, kept with what became of them on each surface. All
// verdicts of a change try the same candidates, and most are shown by one of the first. For this
// room only.
#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <google/protobuf/message.h>

#include "analyzer/diff/change.h"
#include "analyzer/witness/slice.h"
#include "analyzer/witness/surface.h"

namespace leyline::witness {

// A candidate's way over one surface to the reader, made when it is first asked for.
struct Passage {
  bool is_made = false;
  std::optional<std::string> data;                  // nothing: the message has no form there
  std::unique_ptr<google::protobuf::Message> read;  // null: refused
  Refusal refusal;
  std::optional<bool> reads_back;  // whether the writer can read the data itself
};

class Rehearsed {
 public:
  explicit Rehearsed(std::unique_ptr<google::protobuf::Message> message)
      : message_(std::move(message)) {}

  const google::protobuf::Message& message() const { return *message_; }
  // Over binary, JSON or text.
  Passage& On(Surface surface) { return passages_[static_cast<std::size_t>(surface)]; }

 private:
  std::unique_ptr<google::protobuf::Message> message_;
  std::array<Passage, 3> passages_;
};

class Rehearsal {
 public:
  std::deque<Rehearsed>& kept() { return kept_; }
  bool is_full() const { return kept_.size() >= most_; }
  // They are to come in their order, each once.
  Rehearsed& Keep(std::unique_ptr<google::protobuf::Message> message) {
    return kept_.emplace_back(std::move(message));
  }
  // Where messages may have maps: libprotobuf drops entries of equal keys once somebody looks, so
  // that such a message is good for one verdict.
  void KeepNone() { most_ = 0; }

 private:
  std::size_t most_ = 16;
  std::deque<Rehearsed> kept_;
};

bool HasMaps(const Slice& slice);

}  // namespace leyline::witness
