// Reach: which files that are the same on both sides may still read differently, because of what
// they import.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/model/model.h"
#include "analyzer/schema/load/scan_imports.h"

namespace leyline {

class Reach {
 public:
  // Takes note of the files that differ, parsed and not linked. `threads` 0: one a core.
  Reach(const std::vector<std::unique_ptr<File>>& before,
        const std::vector<std::unique_ptr<File>>& after, int threads);

  // Whether no file can be reached.
  bool empty() const { return other_.empty() && added_.empty() && rewritten_.empty(); }

  // A file that is the same on both sides. Borrows.
  struct Same {
    const std::string* path = nullptr;
    const ScannedImports* imports = nullptr;
  };
  // Follows public imports, and what stands behind extensions, through all files that are the same.
  // `may_extend` says of an index whether the file may declare extensions.
  void Spread(std::span<const Same> same, const std::function<bool(std::size_t)>& may_extend);

  // Whether the file may read differently whatever it says.
  bool Is(const ScannedImports& imports) const { return ImportsAny(imports, other_); }
  // Whether it may where it says one of the names that came.
  bool MayBe(const ScannedImports& imports) const { return ImportsAny(imports, added_); }
  // Whether a text says a name that came to a file that it imports.
  bool SaysAdded(const ScannedImports& imports, std::string_view text) const;
  // Whether an enum of a file that it imports grew, or may have.
  bool MeetsGrown(const ScannedImports& imports) const { return ImportsAny(imports, grown_); }

 private:
  template <class Paths>
  static bool ImportsAny(const ScannedImports& imports, const Paths& paths) {
    if (imports.may_be_any) return true;
    for (const std::string& path : imports.paths) {
      if (paths.contains(path)) return true;
    }
    return false;
  }

  // Import paths.
  std::unordered_set<std::string> other_;      // whose importers may read differently
  std::unordered_set<std::string> rewritten_;  // where options made of their fields may
  std::unordered_set<std::string> grown_;      // with open enums that grew
  std::unordered_map<std::string, std::vector<std::string>> added_;  // with the names that came
};

}  // namespace leyline
