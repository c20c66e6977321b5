// Reach: which files that are the same on both sides may still read differently, because of what
// they import.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/model/model.h"
#include "analyzer/schema/load/scan_imports.h"

namespace leyline {

class Reach {
 public:
  // Takes note of the files that differ, parsed and not linked, and borrows their paths. `threads`
  // 0: one a core.
  Reach(const std::vector<std::unique_ptr<File>>& before,
        const std::vector<std::unique_ptr<File>>& after, int threads);

  // Whether no file can be reached.
  bool empty() const { return is_empty_; }

  // A file that is the same on both sides. Borrows.
  struct Same {
    std::string_view path;
    const ScannedImports* imports = nullptr;
  };
  // Follows public imports, and what stands behind extensions, through all files that are the same.
  // `may_extend` says of an index whether the file may declare extensions.
  void Spread(std::span<const Same> same, const std::function<bool(std::size_t)>& may_extend);

  // Of the files that were given to Spread, by their index. Whether the file may read differently
  // whatever it says.
  bool Is(std::size_t index) const { return (met_[index] & kOther) != 0; }
  // Whether an enum of a file that it imports grew, or may have.
  bool MeetsGrown(std::size_t index) const { return (met_[index] & kGrown) != 0; }

  // The same as Is, before Spread: of the files that differ themselves.
  bool IsAtOnce(const ScannedImports& imports) const { return (Meet(imports) & kOther) != 0; }
  // Whether it may where it says one of the names that came.
  bool MayBe(const ScannedImports& imports) const { return (Meet(imports) & kAdded) != 0; }
  // Whether a text says a name that came to a file that it imports.
  bool SaysAdded(const ScannedImports& imports, std::string_view text) const;

 private:
  // What a file is to those that import it.
  enum Mark : uint8_t {
    kOther = 1,      // they may read differently
    kRewritten = 2,  // options made of its fields may
    kGrown = 4,      // it has open enums that grew
    kAdded = 8,      // they may read differently where they say the names that came
    kAny = 15,
  };
  using Marks = uint8_t;

  struct Changed {
    Marks marks = 0;
    std::vector<std::string> added;
  };
  struct Links;

  // The marks of all that is imported.
  Marks Meet(const ScannedImports& imports) const;

  std::unordered_map<std::string_view, Changed> changed_;  // by import path
  bool is_empty_ = true;
  int threads_;
  std::vector<Marks> met_;
};

}  // namespace leyline
