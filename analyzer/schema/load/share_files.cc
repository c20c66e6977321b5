#include "analyzer/schema/load/share_files.h"

#include <unordered_set>
#include <vector>

namespace leyline {

SharedFiles FilesInCommon(const Snapshot& version, const std::function<bool(const File&)>& is_same,
                          const std::function<bool(std::string_view)>& has) {
  std::unordered_map<const File*, std::vector<const File*>> importers;
  std::unordered_set<const File*> other;
  std::vector<const File*> open;
  const auto put = [&](const File* file) {
    if (other.insert(file).second) open.push_back(file);
  };
  for (const auto& file : version.files) {
    if (!is_same(*file)) put(file.get());
    for (const Import& import : file->imports) {
      if (import.file != nullptr) {
        importers[import.file].push_back(file.get());
      } else if (has(import.path)) {
        put(file.get());
      }
    }
  }
  while (!open.empty()) {
    const auto found = importers.find(open.back());
    open.pop_back();
    if (found == importers.end()) continue;
    for (const File* importer : found->second) put(importer);
  }
  SharedFiles shared;
  for (const auto& file : version.files) {
    if (!other.contains(file.get())) shared.emplace(file->path, file);
  }
  return shared;
}

}  // namespace leyline
