// What the linker finds wrong, with places still as offsets: lines are counted once a file, at the
// end, so that a hostile file with a million errors costs no more than its length.
#pragma once

#include <string>
#include <vector>

#include "analyzer/model/model.h"
#include "base/error.h"

namespace leyline {

struct Problem {
  const File* file = nullptr;
  Offset at = kNoOffset;
  std::string message;  // ends with the other place when there is one
  std::string fix;
  const File* other = nullptr;
  Offset other_at = kNoOffset;
};

// The problems that one thread finds. Keeps at most kMost a list: more help nobody.
class Problems {
 public:
  static constexpr std::size_t kMost = 10'000;

  void Add(const File& file, Offset at, std::string message, std::string fix = {}) {
    Push({&file, at, std::move(message), std::move(fix), nullptr, kNoOffset});
  }
  // `message` is followed by the place of the other node: "`x` is already defined at" +
  // "a.proto:3:1".
  void AddPair(const File& file, Offset at, std::string message, const File& other, Offset other_at,
               std::string fix = {}) {
    Push({&file, at, std::move(message), std::move(fix), &other, other_at});
  }

  std::vector<Problem> Take() { return std::move(list_); }
  bool empty() const { return list_.empty(); }
  std::size_t size() const { return list_.size(); }

 private:
  void Push(Problem problem) {
    if (list_.size() < kMost) list_.push_back(std::move(problem));
  }

  std::vector<Problem> list_;
};

// With lines and columns. Nodes of files without text stand at 1:1.
Errors ToErrors(std::vector<Problem> problems);

}  // namespace leyline
