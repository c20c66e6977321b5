// Where sources come from: a folder, or the tree of a git revision. No checkout.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_system.h"
#include "base/result.h"
#include "git/git.h"

namespace leyline {

// A read-only tree of files. Safe for one thread at a time.
class SourceTree {
 public:
  struct Entry {
    std::string path;     // relative to the tree's root
    std::string content;  // an id that is equal only for equal bytes (a git blob id), or empty
  };
  virtual ~SourceTree() = default;
  // How a user would name it: "main:contracts", "contracts".
  virtual std::string label() const = 0;
  // All *.proto files below `folder` ("" for all), sorted by path. A missing folder and a symbolic
  // link that ends in .proto are errors.
  virtual Result<std::vector<Entry>> List(std::string_view folder) const = 0;
  // The bytes of the entries, in their order.
  virtual Result<std::vector<std::string>> Read(const std::vector<Entry>& entries) const = 0;
  // The file at a path; nothing when there is none.
  virtual std::optional<Entry> Find(std::string_view path) const = 0;
};

// `disk` must outlive the tree.
std::unique_ptr<SourceTree> OpenFolder(const FileSystem& disk, std::string folder,
                                       std::string label);

// The tree of a commit or tree object, from `folder` of the repository down.
Result<std::unique_ptr<SourceTree>> OpenGitTree(Git& git, const std::string& tree,
                                                std::string folder, std::string label);

}  // namespace leyline
