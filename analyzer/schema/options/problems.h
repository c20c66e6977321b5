// Errors in options, by byte offset.
#pragma once

#include <string>
#include <vector>

#include "analyzer/model/model.h"
#include "base/error.h"

namespace leyline {

// Of one file with text. Lines are counted once, at the first error.
class OptionProblems {
 public:
  static constexpr std::size_t kMost = 100;

  OptionProblems(const File& file, Errors& errors) : file_(file), errors_(errors) {}

  // Beyond kMost nothing more is added.
  void Add(Offset at, std::string message, std::string fix = {});

  bool full() const { return count_ >= kMost; }

 private:
  SourceSpan SpanOf(Offset at);

  const File& file_;
  Errors& errors_;
  std::size_t count_ = 0;
  std::vector<std::size_t> line_starts_;
};

}  // namespace leyline
