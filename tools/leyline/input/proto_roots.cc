#include "tools/leyline/input/proto_roots.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <unordered_map>

#include "analyzer/schema/link/below.h"
#include "base/strings.h"

namespace leyline {
namespace {

constexpr std::array<std::string_view, 7> kVendorFolders = {
    "third_party", "third-party", "vendor", "external", "node_modules", "googleapis", "deps"};

bool IsVendored(std::string_view folder) {
  const std::vector<std::string_view> parts = Split(folder, '/');
  return std::any_of(parts.begin(), parts.end(), [](std::string_view part) {
    return std::find(kVendorFolders.begin(), kVendorFolders.end(), part) != kVendorFolders.end();
  });
}

std::string_view FolderOf(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view(".") : path.substr(0, slash);
}

std::string_view NameIn(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// "proto" for "proto/acme/v1" and "acme/v1"; empty when it does not end so.
std::string_view Without(std::string_view path, std::string_view end) {
  if (path == end) return ".";
  if (path.size() <= end.size() + 1 || !path.ends_with(end)) return "";
  path.remove_suffix(end.size());
  return path.back() == '/' ? path.substr(0, path.size() - 1) : std::string_view();
}

bool IsIn(std::string_view path, std::string_view folder) {
  return folder == "." || IsBelow(path, folder);
}

// A folder, and what speaks for it.
struct Votes {
  int imports = 0;
  int packages = 0;
};

class Finder {
 public:
  explicit Finder(std::span<const ProtoFile> files) : files_(files) {
    for (const ProtoFile& file : files) by_name_[NameIn(file.path)].push_back(&file);
  }

  ProtoRoots Find() {
    CountImports();
    CountPackages();
    Accept();
    CoverTheRest();
    Fill();
    return std::move(found_);
  }

 private:
  // The folders below which `import` is a file.
  std::vector<std::string_view> FoldersWith(std::string_view import) const {
    std::vector<std::string_view> folders;
    const auto same_name = by_name_.find(NameIn(import));
    if (same_name == by_name_.end()) return folders;
    for (const ProtoFile* file : same_name->second) {
      const std::string_view folder = Without(file->path, import);
      if (!folder.empty()) folders.push_back(folder);
    }
    return folders;
  }

  void CountImports() {
    for (const ProtoFile& file : files_) {
      for (const std::string& import : file.imports) {
        const auto folders = FoldersWith(import);
        if (folders.size() == 1) ++votes_[std::string(folders[0])].imports;
        if (folders.empty()) found_.missing.push_back({file.path, import});
      }
    }
  }

  void CountPackages() {
    for (const ProtoFile& file : files_) {
      std::string folder = file.package;
      std::replace(folder.begin(), folder.end(), '.', '/');
      const std::string_view root =
          folder.empty() ? std::string_view() : Without(FolderOf(file.path), folder);
      if (!root.empty()) ++votes_[std::string(root)].packages;
    }
  }

  // Somebody else's contracts may lie in a root of one's own: they are excluded there.
  bool Overlaps(std::string_view folder) const {
    return std::any_of(roots_.begin(), roots_.end(), [&](const std::string& root) {
      return IsVendored(root) == IsVendored(folder) && (IsIn(root, folder) || IsIn(folder, root));
    });
  }

  static bool Holds(std::string_view root, const ProtoFile& file) {
    return IsVendored(root) == IsVendored(FolderOf(file.path)) && IsIn(file.path, root);
  }

  // The best first; what lies in one of them, or around it, would name its files twice.
  void Accept() {
    std::vector<std::pair<std::string, Votes>> ranked(votes_.begin(), votes_.end());
    std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
      return a.second.imports != b.second.imports ? a.second.imports > b.second.imports
                                                  : a.second.packages > b.second.packages;
    });
    for (const auto& [folder, votes] : ranked) {
      if (!Overlaps(folder)) roots_.push_back(folder);
    }
  }

  bool IsCovered(const ProtoFile& file) const {
    return std::any_of(roots_.begin(), roots_.end(),
                       [&](const std::string& root) { return Holds(root, file); });
  }

  // The topmost folder of a file that holds no root.
  std::string_view RoomFor(const ProtoFile& file) const {
    std::string_view room = FolderOf(file.path);
    while (room != "." && FolderOf(room) != "." && !Overlaps(FolderOf(room))) {
      room = FolderOf(room);
    }
    return room;
  }

  void CoverTheRest() {
    for (const ProtoFile& file : files_) {
      if (IsCovered(file)) continue;
      const std::string_view room = RoomFor(file);
      if (Overlaps(room)) {
        found_.outside.push_back(file.path);
      } else {
        roots_.emplace_back(room);
      }
    }
  }

  void Fill() {
    std::sort(roots_.begin(), roots_.end());
    for (const std::string& root : roots_) {
      const Votes& votes = votes_[root];
      found_.list.push_back({.folder = root,
                             .kind = IsVendored(root) ? RootKind::kVendored : RootKind::kOwn,
                             .files = FilesIn(root),
                             .imports = votes.imports,
                             .packages = votes.packages});
    }
  }

  int FilesIn(const std::string& root) const {
    return static_cast<int>(std::count_if(files_.begin(), files_.end(),
                                          [&](const auto& file) { return Holds(root, file); }));
  }

  std::span<const ProtoFile> files_;
  std::unordered_map<std::string_view, std::vector<const ProtoFile*>> by_name_;
  std::map<std::string, Votes> votes_;
  std::vector<std::string> roots_;
  ProtoRoots found_;
};

}  // namespace

ProtoRoots FindRoots(std::span<const ProtoFile> files) { return Finder(files).Find(); }

}  // namespace leyline
