// A tree -> a snapshot: find the governed files, parse them, follow imports until nothing is
// missing.
#include <algorithm>

#include <fmt/format.h>

#include "analyzer/schema/builtin/builtin.h"
#include "analyzer/schema/link/below.h"
#include "analyzer/schema/load.h"
#include "analyzer/schema/load/tree_loader.h"
#include "analyzer/syntax/parse.h"
#include "base/heap.h"
#include "base/parallel.h"
#include "base/sorted.h"

namespace leyline {
namespace {

std::string Under(std::string_view root, std::string_view path) {
  return root.empty() || root == "." ? std::string(path) : fmt::format("{}/{}", root, path);
}

bool IsSafe(std::string_view path) {
  if (path.empty() || path.front() == '/' || path.find('\\') != std::string_view::npos)
    return false;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::string_view part = path.substr(at, end - at);
    if (part.empty() || part == "." || part == "..") return false;
    at = end + 1;
  }
  return true;
}

Error Duplicate(const std::string& import_path, const std::string& first,
                const std::string& second) {
  return {
      .kind = ErrorKind::kInput,
      .code = "",
      .message = fmt::format("`{}` and `{}` are both imported as `{}`", first, second, import_path),
      .where = SourceSpan{.file = second},
      .fix = "keep one of the two, or --exclude it"};
}

// Whether the filters ask for a file, or for what would lie below it were it a folder.
bool IsAskedFor(const SourceTree::Entry& entry, const std::vector<std::string>& paths) {
  if (paths.empty() || IsBelowAny(entry.path, paths)) return true;
  return !entry.problem.empty() &&
         std::any_of(paths.begin(), paths.end(),
                     [&](const std::string& path) { return IsBelow(path, entry.path); });
}

Error NotRegular(const SourceTree::Entry& entry) {
  return {.kind = ErrorKind::kInput,
          .code = "LG1002",
          .message = entry.problem + "; contracts must be regular files",
          .where = SourceSpan{.file = entry.path},
          .fix = "put the files themselves there, or --exclude it"};
}

}  // namespace

bool Sought::Has(std::string_view path) const {
  return std::binary_search(files.begin(), files.end(), path, std::less<>()) ||
         std::binary_search(folders.begin(), folders.end(), FolderOf(path), std::less<>());
}

Result<std::vector<TreeLoader::Listed>> TreeLoader::List() {
  std::vector<Listed> wanted;
  for (const std::string& root : options_.roots) {
    if (auto status = ListRoot(root, wanted); !status) return Fail(status.error());
  }
  if (auto readable = tree_.Readable(); !readable) return Fail(readable.error());
  if (wanted.empty() && errors_.empty() && !options_.may_be_empty) return Fail(NothingFound());
  SortByImportPath(wanted);
  return wanted;
}

std::vector<TreeLoader::Listed> TreeLoader::Governed(std::vector<SourceTree::Entry> entries) {
  std::vector<Listed> wanted;
  for (SourceTree::Entry& entry : entries) {
    for (const std::string& root : options_.roots) {
      if (!IsBelow(entry.path, root)) continue;
      Want(root, std::move(entry), wanted);
      break;
    }
  }
  SortByImportPath(wanted);
  return wanted;
}

void TreeLoader::SortByImportPath(std::vector<Listed>& wanted) {
  EnsureSorted(wanted,
               [](const Listed& a, const Listed& b) { return a.import_path < b.import_path; });
}

Status TreeLoader::ListRoot(const std::string& root, std::vector<Listed>& wanted) {
  const Sought& sought = options_.sought;
  const std::string top = root == "." ? "" : root;
  if (sought.empty()) {
    if (options_.may_be_empty && !tree_.HasFolder(top)) return {};
    auto entries = tree_.List(top);
    if (!entries) return Fail(entries.error());
    for (SourceTree::Entry& entry : *entries) Want(root, std::move(entry), wanted);
    return {};
  }
  for (const std::string& file : sought.files) {
    if (auto entry = tree_.Find(Under(root, file))) Want(root, std::move(*entry), wanted);
  }
  for (const std::string& name : sought.folders) {
    const std::string folder = name.empty() ? top : Under(root, name);
    if (!tree_.HasFolder(folder)) continue;
    auto entries = tree_.List(folder);
    if (!entries) return Fail(entries.error());
    for (SourceTree::Entry& entry : *entries) {
      if (FolderOf(entry.path) == folder) Want(root, std::move(entry), wanted);
    }
  }
  return {};
}

// Notes a file below a root as governed, unless the options leave it out.
void TreeLoader::Want(const std::string& root, SourceTree::Entry entry,
                      std::vector<Listed>& wanted) {
  ++found_;
  if (IsBelowAny(entry.path, options_.excludes)) return;
  if (!IsAskedFor(entry, options_.paths)) return;
  if (!entry.problem.empty()) return errors_.push_back(NotRegular(entry));
  std::string import_path =
      root.empty() || root == "." ? entry.path : entry.path.substr(root.size() + 1);
  const auto [seen, fresh] = listed_.try_emplace(import_path, entry.path);
  if (!fresh) {
    if (seen->second != entry.path)
      errors_.push_back(Duplicate(import_path, seen->second, entry.path));
    return;
  }
  if (Overlaps(import_path, entry.path)) return;
  wanted.push_back({std::move(import_path), std::move(entry)});
}

void TreeLoader::Take(const std::vector<Listed>& wanted, std::vector<std::string> texts) {
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const Listed& file = wanted[i];
    known_.emplace(file.import_path, file.entry.path);
    Source& source = pending_.emplace_back(
        Source{.import_path = file.import_path, .display = file.entry.path, .governed = true});
    if (texts.empty()) {
      source.entry = file.entry;
    } else {
      source.text = std::move(texts[i]);
    }
  }
  ParsePending();
}

void TreeLoader::TakeForOthers(const std::vector<Listed>& wanted) {
  for (const Listed& file : wanted) {
    if (known_.contains(file.import_path) || TakeShared(file.import_path)) continue;
    Pend({.import_path = file.import_path, .display = file.entry.path, .entry = file.entry});
  }
  ParsePending();
}

Result<Snapshot> TreeLoader::Finish(std::function<bool(const File&)> known_valid) {
  while (FindImports()) ParsePending();
  if (auto readable = tree_.Readable(); !readable) return Fail(readable.error());
  if (overlap_.has_value()) errors_.push_back(*overlap_);
  if (!errors_.empty()) {
    SortAndDedupe(errors_);
    return Fail(std::move(errors_));
  }
  return Link(tree_.label(), std::move(files_),
              {.threads = options_.threads,
               .known_valid = std::move(known_valid),
               .linked = std::move(linked_)});
}

// Reads and parses a few files at a time, while they are hot.
void TreeLoader::ParsePending() {
  std::vector<Parsed> parsed(pending_.size());
  const Status read = TryForRanges(pending_.size(), tree_.batch(), options_.threads,
                                   [&](std::size_t first, std::size_t last) -> Status {
                                     auto status = ReadTexts({&pending_[first], last - first});
                                     if (!status) return status;
                                     for (std::size_t i = first; i < last; ++i) {
                                       parsed[i] =
                                           Parse(pending_[i].display, std::move(pending_[i].text));
                                     }
                                     return {};
                                   });
  if (!read) errors_.insert(errors_.end(), read.error().begin(), read.error().end());
  for (std::size_t i = 0; i < parsed.size(); ++i) {
    if (parsed[i].file == nullptr) continue;  // it could not be read
    File& file = *parsed[i].file;
    file.path = pending_[i].import_path;
    file.display = pending_[i].display;
    file.governed = pending_[i].governed;
    errors_.insert(errors_.end(), parsed[i].errors.begin(), parsed[i].errors.end());
    files_.push_back(std::move(parsed[i].file));
  }
  pending_.clear();
}

Status TreeLoader::ReadTexts(std::span<Source> sources) const {
  std::vector<SourceTree::Entry> entries;
  std::vector<Source*> readers;
  for (Source& source : sources) {
    if (!source.entry.has_value()) continue;
    entries.push_back(std::move(*source.entry));
    readers.push_back(&source);
  }
  if (entries.empty()) return {};
  auto texts = tree_.Read(entries);
  if (!texts) return Fail(texts.error());
  for (std::size_t i = 0; i < readers.size(); ++i) readers[i]->text = std::move((*texts)[i]);
  return {};
}

// Finds the imports of the files parsed since the last call; true when some are to be parsed.
bool TreeLoader::FindImports() {
  for (; imports_done_ < files_.size(); ++imports_done_) {
    const File& file = *files_[imports_done_];
    for (const Import& import : file.imports) FindImport(file, import);
  }
  return !pending_.empty();
}

void TreeLoader::FindImport(const File& from, const Import& import) {
  const std::string path(import.path);
  if (known_.contains(path) || TakeShared(path)) return;
  if (!IsSafe(path)) return Missing(from, import, "leaves its root", "write it relative to a root");
  if (auto source = Locate(path)) return Pend(std::move(*source));
  if (import.kind == ImportKind::kOption) return;  // options may be left uninterpreted
  Missing(from, import, "is in no root",
          "name the folder to look in with -I DIR or `imports:` in leyline.yaml");
}

// Contract roots first, then import roots on disk, then what is built in.
std::optional<TreeLoader::Source> TreeLoader::Locate(const std::string& path) const {
  for (const std::string& root : options_.roots) {
    auto entry = tree_.Find(Under(root, path));
    if (!entry || IsBelowAny(entry->path, options_.excludes)) continue;
    return Source{.import_path = path, .display = entry->path, .entry = std::move(entry)};
  }
  for (const std::string& root : options_.imports) {
    if (auto source = LocateInImportRoot(root, path)) return source;
  }
  const std::string_view text = BuiltinFile(path);
  if (text.empty()) return std::nullopt;
  return Source{.import_path = path, .display = path, .text = std::string(text)};
}

// An import root may be a folder of the tree (in the repository) or of the disk.
std::optional<TreeLoader::Source> TreeLoader::LocateInImportRoot(const std::string& root,
                                                                 const std::string& path) const {
  const std::string full = Under(root, path);
  if (auto entry = FindInTree(full)) {
    return Source{.import_path = path, .display = entry->path, .entry = std::move(entry)};
  }
  if (disk_.TypeOf(full) != FileType::kRegular) return std::nullopt;
  auto text = disk_.Read(full, kContractLimit);
  if (!text) return std::nullopt;
  return Source{.import_path = path, .display = full, .text = std::move(*text)};
}

// `path` as a path inside the tree, or as one on disk that leads into the tree's folder.
std::optional<SourceTree::Entry> TreeLoader::FindInTree(std::string_view path) const {
  if (auto entry = tree_.Find(path)) return entry;
  const std::string folder = tree_.label() + "/";
  while (path.starts_with("./")) path.remove_prefix(2);
  return path.starts_with(folder) ? tree_.Find(path.substr(folder.size())) : std::nullopt;
}

void TreeLoader::Pend(Source source) {
  known_.emplace(source.import_path, source.display);
  if (source.entry.has_value() && Overlaps(source.import_path, source.display)) return;
  pending_.push_back(std::move(source));
}

// With all that it imports, which is shared too.
bool TreeLoader::TakeShared(std::string_view import_path) {
  if (shared_ == nullptr || !shared_->contains(import_path)) return false;
  for (std::vector<std::string_view> open = {import_path}; !open.empty();) {
    const std::shared_ptr<File>& file = shared_->at(open.back());
    open.pop_back();
    if (!known_.emplace(file->path, file->display).second) continue;
    // That shared files do not overlap is known; what is read beside them may. What is built in
    // goes by its path and stands nowhere.
    if (file->display != file->path) read_as_.try_emplace(file->display, file->path);
    linked_.push_back(file);
    for (const Import& import : file->imports) {
      if (import.file != nullptr) open.push_back(import.path);
    }
  }
  return true;
}

std::optional<bool> TreeLoader::FindsSame(const File& file) const {
  auto source = Locate(file.path);
  if (!source.has_value()) return std::nullopt;
  if (source->display != file.display) return false;
  if (auto read = ReadTexts({&*source, 1}); !read) return false;
  return source->text == file.text;
}

// Notes under which name a file of the tree is read; true when it has been read under another. Said
// once: roots that overlap do so for every file in both.
bool TreeLoader::Overlaps(const std::string& import_path, const std::string& display) {
  const auto [seen, is_new] = read_as_.try_emplace(display, import_path);
  if (is_new || seen->second == import_path) return false;
  if (!overlap_.has_value()) {
    overlap_ = Error{.kind = ErrorKind::kInput,
                     .message = fmt::format(
                         "is read as `{}` and as `{}`: the roots overlap, so that each contract "
                         "in both would be declared twice",
                         seen->second, import_path),
                     .where = SourceSpan{.file = display},
                     .fix = "keep one of the two roots, or --exclude the inner folder"};
  }
  return true;
}

void TreeLoader::Missing(const File& from, const Import& import, std::string_view problem,
                         std::string fix) {
  std::string looked = "looked in";
  for (const std::string& root : options_.roots) {
    looked += fmt::format(" `{}`,", root.empty() ? tree_.label() : root);
  }
  for (const std::string& root : options_.imports) looked += fmt::format(" `{}`,", root);
  looked.pop_back();
  errors_.push_back({.kind = ErrorKind::kInput,
                     .code = "",
                     .message = fmt::format("import `{}` {}; {}", import.path, problem, looked),
                     .where = SpanAt(DisplayPath(from), from.text, import.pos),
                     .fix = std::move(fix)});
}

Error TreeLoader::NothingFound() const {
  if (found_ > 0) {
    return {.kind = ErrorKind::kInput,
            .code = "LG5005",
            .message = fmt::format("the filters leave none of the {} .proto file{} in `{}`", found_,
                                   found_ == 1 ? "" : "s", tree_.label()),
            .fix =
                "correct --path, --exclude, or `exclude:` in leyline.yaml; paths are relative "
                "to the input"};
  }
  return {.kind = ErrorKind::kInput,
          .code = "LG5005",
          .message = fmt::format("found no .proto files in `{}`", tree_.label()),
          .where = std::nullopt,
          .fix = "name the folder that holds the contracts"};
}

Result<Snapshot> LoadTree(const SourceTree& tree, const FileSystem& disk,
                          const LoadOptions& options) {
  TreeLoader loader(tree, disk, options);
  const auto listed = loader.List();
  if (!listed) return Fail(listed.error());
  if (listed->size() > kManyFiles) PrepareLargeHeap();
  loader.Take(*listed);
  return loader.Finish();
}

}  // namespace leyline
