#include "tests/oracle/ours.h"

#include "analyzer/schema/load.h"
#include "base/file_system.h"

namespace leyline {
namespace {

class MemoryTree final : public SourceTree {
 public:
  explicit MemoryTree(const Sources& sources) : sources_(sources) {}

  std::string label() const override { return "memory"; }

  Result<std::vector<Entry>> List(std::string_view) const override {
    std::vector<Entry> entries;
    for (const auto& [path, text] : sources_) entries.push_back({.path = path, .content = ""});
    return entries;
  }

  Result<std::vector<std::string>> Read(const std::vector<Entry>& entries) const override {
    std::vector<std::string> texts;
    for (const Entry& entry : entries) texts.push_back(sources_.at(entry.path));
    return texts;
  }

  std::optional<Entry> Find(std::string_view path) const override {
    const auto found = sources_.find(path);
    if (found == sources_.end()) return std::nullopt;
    return Entry{.path = found->first, .content = ""};
  }

 private:
  const Sources& sources_;
};

}  // namespace

Result<Snapshot> Compile(const Sources& sources, const std::string& path) {
  LoadOptions options;
  options.paths = {path};
  options.threads = 1;
  const RealFileSystem disk;
  return LoadTree(MemoryTree(sources), disk, options);
}

}  // namespace leyline
