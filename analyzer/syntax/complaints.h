// Collects the syntax errors of one file by byte offset; lines and columns are computed once, at
// the end, so that a file without errors pays nothing for them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/model/model.h"
#include "base/error.h"

namespace leyline::syntax {

class Complaints {
 public:
  static constexpr std::size_t kMost = 100;

  // Beyond kMost only the first one more is kept, as a note that the rest was not checked.
  void Add(Offset at, std::string message, std::string fix = {});

  bool full() const { return complaints_.size() > kMost; }

  // Sorted by place.
  Errors ToErrors(const std::string& path, std::string_view text) const;

 private:
  struct Complaint {
    Offset at = 0;
    std::string message;
    std::string fix;
  };
  std::vector<Complaint> complaints_;
};

}  // namespace leyline::syntax
