// TreeLoader: one tree on its way to a snapshot. Which files are governed, which of them are
// wanted, and what those import.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/schema/load.h"
#include "analyzer/schema/load/share_files.h"

namespace leyline {

class TreeLoader {
 public:
  struct Listed {
    std::string import_path;
    SourceTree::Entry entry;
  };

  // Borrows all three.
  TreeLoader(const SourceTree& tree, const FileSystem& disk, const LoadOptions& options)
      : tree_(tree), disk_(disk), options_(options) {}

  // The governed files, by import path. Reads none of them. Two files for one import path are noted
  // as an error for Finish.
  Result<std::vector<Listed>> List();
  // Of these files of the tree the governed ones, by import path. Notes the same errors.
  std::vector<Listed> Governed(std::vector<SourceTree::Entry> entries);

  // Parses files as governed ones. `texts` are their bytes, or empty: then they are read. What is
  // wrong with them is told by Finish.
  void Take(const std::vector<Listed>& wanted, std::vector<std::string> texts = {});

  // The same as files that are there for others, but for those that were taken already.
  void TakeForOthers(const std::vector<Listed>& wanted);

  // From now on these are not parsed again where they are wanted. Borrows.
  void Share(const SharedFiles& files) { shared_ = &files; }

  // Whether an import of the path finds a file.
  bool Finds(const std::string& import_path) const { return Locate(import_path).has_value(); }
  // Whether the file that it finds is this one of the other version; nothing where it finds none.
  std::optional<bool> FindsSame(const File& file) const;

  // What was taken so far, and what that imports after Finish began.
  const std::vector<std::unique_ptr<File>>& files() const { return files_; }

  // Follows imports until nothing is missing, and links. `known_valid` as in LinkOptions.
  Result<Snapshot> Finish(std::function<bool(const File&)> known_valid = nullptr);

  // Why there is nothing to read.
  Error NothingFound() const;
  bool has_errors() const { return !errors_.empty(); }

 private:
  // A file that is to be parsed.
  struct Source {
    std::string import_path;
    std::string display;
    bool governed = false;
    std::optional<SourceTree::Entry> entry = {};  // where the text is still to be read
    std::string text = {};
  };

  Status ListRoot(const std::string& root, std::vector<Listed>& wanted);
  void Want(const std::string& root, SourceTree::Entry entry, std::vector<Listed>& wanted);
  static void SortByImportPath(std::vector<Listed>& wanted);
  void ParsePending();
  Status ReadTexts(std::span<Source> sources) const;
  void Pend(Source source);
  bool FindImports();
  void FindImport(const File& from, const Import& import);
  std::optional<Source> Locate(const std::string& path) const;
  std::optional<Source> LocateInImportRoot(const std::string& root, const std::string& path) const;
  bool TakeShared(std::string_view import_path);
  std::optional<SourceTree::Entry> FindInTree(std::string_view path) const;
  bool Overlaps(const std::string& import_path, const std::string& display);
  void Missing(const File& from, const Import& import, std::string_view problem, std::string fix);

  const SourceTree& tree_;
  const FileSystem& disk_;
  const LoadOptions& options_;
  std::unordered_map<std::string, std::string> listed_;   // import path -> display path
  std::unordered_map<std::string, std::string> known_;    // the same, of what is or will be parsed
  std::unordered_map<std::string, std::string> read_as_;  // display path -> import path
  std::optional<Error> overlap_;
  std::size_t found_ = 0;  // .proto files below the roots, before the filters
  std::vector<Source> pending_;
  std::vector<std::unique_ptr<File>> files_;
  const SharedFiles* shared_ = nullptr;
  std::vector<std::shared_ptr<File>> linked_;  // those of them that are wanted
  std::size_t imports_done_ = 0;
  Errors errors_;
};

}  // namespace leyline
