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

// A read-only tree of files.
class SourceTree {
 public:
  struct Entry {
    std::string path;     // relative to the tree's root
    std::string content;  // an id that is equal only for equal bytes (a git blob id), or empty
    // Why it can't be read as a contract: "is a symbolic link"; empty for a regular file.
    std::string problem = {};
  };
  virtual ~SourceTree() = default;
  // How a user would name it: "main:contracts", "contracts".
  virtual std::string label() const = 0;
  // All *.proto files below `folder` ("" for all), also in hidden folders but `.git`, sorted by
  // path; and with a problem, symbolic links that end in .proto or lead to a folder that holds
  // contracts, what else is no regular file and ends in .proto, and all submodules. Links are not
  // followed: what one leads to would be a contract under two names. A missing folder is an error.
  virtual Result<std::vector<Entry>> List(std::string_view folder) const = 0;
  // The bytes of the entries, in their order. May be called from several threads.
  virtual Result<std::vector<std::string>> Read(const std::vector<Entry>& entries) const = 0;
  // How many entries one call of Read should have, where there are many: as many as a call's own
  // cost is worth.
  virtual std::size_t batch() const { return 16; }
  // The file at a path; nothing when there is none.
  virtual std::optional<Entry> Find(std::string_view path) const = 0;
  virtual bool HasFolder(std::string_view folder) const { return List(folder).has_value(); }
  // What is equal only for folders with equal content (a git tree id); empty where that is not
  // known.
  virtual std::string IdOf(std::string_view /*folder*/) const { return ""; }
  // Of List those that the folder with the id `other` does not have at the same path. Needs an id
  // of its own, and `other` from a tree of the same kind.
  virtual Result<std::vector<Entry>> ListUnlike(std::string_view folder,
                                                const std::string& /*other*/) const {
    return List(folder);
  }
  // Of List those with a problem.
  virtual Result<std::vector<Entry>> ListProblems(std::string_view folder) const {
    auto entries = List(folder);
    if (entries) std::erase_if(*entries, [](const Entry& entry) { return entry.problem.empty(); });
    return entries;
  }
  // Why something that was asked for seemed not to be there, although it may be; the first time.
  virtual Status Readable() const { return {}; }
  // Whether a contract stands at `path` or below, as far as that is known without listing all.
  virtual bool SurelyHasContract(std::string_view /*path*/) const { return false; }
};

// A contract may be this large.
inline constexpr uint64_t kContractLimit = uint64_t{16} << 20;
// What to do about one that is larger.
inline constexpr std::string_view kTooLargeFix =
    "split it, or leave it out with --exclude or `exclude:` in leyline.yaml";

// `disk` must outlive the tree.
std::unique_ptr<SourceTree> OpenFolder(const FileSystem& disk, std::string folder,
                                       std::string label);

// The tree of a commit or tree object, from `folder` of the repository down.
Result<std::unique_ptr<SourceTree>> OpenGitTree(Git& git, const std::string& tree,
                                                std::string folder, std::string label);

}  // namespace leyline
