// Kin: fields that went into a message that their parent holds, or came out of one.
#pragma once

#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/diff/field_index.h"
#include "analyzer/diff/pairing.h"

namespace leyline {

// Bytes and JSON don't find such a field any more, so that it is a removal and an addition; but
// what the human did was to move it.
class KinFinder {
 public:
  explicit KinFinder(const Matching& matching) : matching_(matching) {}

  // Sets Pair::kin of the removed and added fields among the pairs of one message's fields.
  void Find(const Message& before, const Message& after, std::span<Pair<Field>> pairs);

 private:
  // Bounds the work in a message with many messages in it.
  static constexpr std::size_t kMaxHolders = 64;

  const Field* NewHomeOf(const Field& gone, const Message& after);
  const Field* OldHomeOf(const Field& added, const Message& before);
  const FieldIndex& IndexOf(const Message& message);

  const Matching& matching_;
  std::unordered_map<const Message*, FieldIndex> indexes_;
};

}  // namespace leyline
