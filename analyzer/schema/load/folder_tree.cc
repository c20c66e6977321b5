#include <algorithm>
#include <functional>
#include <map>

#include <fmt/format.h>

#include "analyzer/schema/load/source_tree.h"

namespace leyline {
namespace {

constexpr std::size_t kDepthLimit = 256;   // folders; a deeper tree is not one of contracts
constexpr std::size_t kProbeLimit = 4096;  // folders behind one link

// The only folder that is passed over: git trees have all others too, hidden ones included, and
// both must read the same.
constexpr std::string_view kGitFolder = ".git";

class FolderTree final : public SourceTree {
 public:
  FolderTree(const FileSystem& disk, std::string folder, std::string label)
      : disk_(disk), folder_(std::move(folder)), label_(std::move(label)) {}

  std::string label() const override { return label_; }

  // A folder is looked through once.
  Result<std::vector<Entry>> List(std::string_view folder) const override {
    if (const auto known = listed_.find(folder); known != listed_.end()) return known->second;
    auto found = ListOnDisk(folder);
    if (found) listed_.emplace(folder, *found);
    return found;
  }

  Result<std::vector<std::string>> Read(const std::vector<Entry>& entries) const override {
    std::vector<std::string> texts;
    texts.reserve(entries.size());
    for (const Entry& entry : entries) {
      auto text = disk_.Read(OnDisk(entry.path), kContractLimit);
      if (!text) {
        if (text.error()[0].code == "LG1001") text.error()[0].fix = kTooLargeFix;
        return Fail(text.error());
      }
      texts.push_back(std::move(*text));
    }
    return texts;
  }

  std::optional<Entry> Find(std::string_view path) const override {
    if (disk_.TypeOf(OnDisk(path)) != FileType::kRegular) return std::nullopt;
    return Entry{std::string(path), "", ""};
  }

  bool HasFolder(std::string_view folder) const override {
    return disk_.TypeOf(OnDisk(folder) + "/.") == FileType::kDirectory;
  }

 private:
  Result<std::vector<Entry>> ListOnDisk(std::string_view folder) const {
    std::vector<Entry> found;
    std::vector<std::string> open = {std::string(folder)};
    while (!open.empty()) {
      const std::string next = std::move(open.back());
      open.pop_back();
      auto entries = disk_.List(OnDisk(next));
      if (!entries) return Fail(entries.error());
      for (const DirEntry& entry : *entries) {
        Take(next, entry, open, found);
      }
    }
    return Sorted(std::move(found));
  }

  // Each is moved once.
  static std::vector<Entry> Sorted(std::vector<Entry> entries) {
    std::vector<Entry*> order;
    order.reserve(entries.size());
    for (Entry& entry : entries) order.push_back(&entry);
    std::sort(order.begin(), order.end(),
              [](const Entry* a, const Entry* b) { return a->path < b->path; });
    std::vector<Entry> sorted;
    sorted.reserve(entries.size());
    for (Entry* entry : order) sorted.push_back(std::move(*entry));
    return sorted;
  }

  std::string OnDisk(std::string_view path) const {
    return path.empty() ? folder_ : fmt::format("{}/{}", folder_, path);
  }

  // Whether a folder that a link leads to holds contracts. Links inside it are not followed, so
  // this ends; a folder too large to look through may hold some.
  bool HoldsContracts(const std::string& folder) const {
    std::vector<std::string> open = {folder + "/."};
    for (std::size_t listed = 0; !open.empty(); ++listed) {
      if (listed == kProbeLimit) return true;
      const std::string next = std::move(open.back());
      open.pop_back();
      const auto entries = disk_.List(OnDisk(next));
      if (!entries) continue;
      for (const DirEntry& entry : *entries) {
        if (entry.type == FileType::kDirectory) {
          if (entry.name != kGitFolder) open.push_back(fmt::format("{}/{}", next, entry.name));
        } else if (entry.name.ends_with(".proto")) {
          return true;
        }
      }
    }
    return false;
  }

  void Take(const std::string& folder, const DirEntry& entry, std::vector<std::string>& open,
            std::vector<Entry>& found) const {
    const std::string path = folder.empty() ? entry.name : fmt::format("{}/{}", folder, entry.name);
    const bool proto = entry.name.ends_with(".proto");
    if (entry.type == FileType::kDirectory) {
      if (entry.name == kGitFolder) return;
      if (std::count(path.begin(), path.end(), '/') > static_cast<long>(kDepthLimit)) return;
      open.push_back(path);
    } else if (entry.type == FileType::kRegular && proto) {
      found.push_back({path, "", ""});
    } else if (entry.type == FileType::kSymlink && proto) {
      found.push_back({path, "", "is a symbolic link"});
    } else if (entry.type == FileType::kOther && proto) {
      found.push_back({path, "", "is a FIFO, a device or a socket"});
    } else if (entry.type == FileType::kSymlink && HasFolder(path) && HoldsContracts(path)) {
      found.push_back({path, "", "is a symbolic link to a folder with contracts"});
    }
  }

  const FileSystem& disk_;
  std::string folder_;
  std::string label_;
  mutable std::map<std::string, std::vector<Entry>, std::less<>> listed_;
};

}  // namespace

std::unique_ptr<SourceTree> OpenFolder(const FileSystem& disk, std::string folder,
                                       std::string label) {
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  return std::make_unique<FolderTree>(disk, std::move(folder), std::move(label));
}

}  // namespace leyline
