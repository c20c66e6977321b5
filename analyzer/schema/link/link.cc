// Linking in phases. Those over single files run on several threads: each touches its own file and
// reads of others only what an earlier phase has finished.
#include <algorithm>
#include <iterator>

#include "analyzer/schema/check/rules.h"
#include "analyzer/schema/features.h"
#include "analyzer/schema/link/defaults.h"
#include "analyzer/schema/link/imports.h"
#include "analyzer/schema/link/names.h"
#include "analyzer/schema/link/problems.h"
#include "analyzer/schema/link/symbols.h"
#include "analyzer/schema/link/types.h"
#include "analyzer/schema/options.h"
#include "analyzer/schema/snapshot.h"
#include "analyzer/schema/validate.h"
#include "base/parallel.h"

namespace leyline {
namespace {

class Linker {
 public:
  Linker(std::vector<std::unique_ptr<File>> files, const LinkOptions& options)
      : files_(options.linked), options_(options), of_file_(files.size()) {
    const auto by_path = [](const auto& a, const auto& b) { return a->path < b->path; };
    std::stable_sort(files.begin(), files.end(), by_path);
    for (const auto& file : files) own_.push_back(file.get());
    std::ranges::move(files, std::back_inserter(files_));
    std::stable_sort(files_.begin(), files_.end(), by_path);
  }

  Result<Snapshot> Run(std::string label) {
    ResolveImports(files_, own_, problems_);
    const SymbolTable table = DeclareNames();
    ForEachFile([&](File& file, OfFile& of) {
      ResolveTypes(file, table, of.problems);
      ResolvePseudoOptions(file, of.problems);
    });
    ForEachFile([&](File& file, OfFile& of) { ResolveOptions(file, table, of.errors); });
    ForEachFile([&](File& file, OfFile&) { ResolveFeatures(file); });
    Validate();
    Errors errors = CollectErrors();
    if (!errors.empty()) return Fail(std::move(errors));
    ForEachFile([&](File& file, OfFile&) { DropMootFeatures(file); });
    return ToSnapshot(std::move(label), table);
  }

 private:
  // What the work on one of `own_` leaves behind, so that threads share nothing.
  struct OfFile {
    Problems problems;
    Errors errors;
    NameCount names;
  };

  template <class Work>
  void ForEachFile(const Work& work) {
    ParallelFor(own_.size(), options_.threads, [&](std::size_t i) { work(*own_[i], of_file_[i]); });
  }

  SymbolTable DeclareNames() {
    ForEachFile([](File& file, OfFile& of) { of.names = NameFile(file, of.problems); });
    constexpr std::size_t kUsual = 32;  // names in a file
    std::size_t expected = kUsual * options_.linked.size();
    for (const OfFile& of : of_file_) expected += of.names.symbols + 4;
    SymbolTable table(expected);
    for (const auto& file : files_) DeclareFile(*file, table, value_names_, problems_);
    return table;
  }

  bool IsKnownValid(const File& file) const {
    return options_.known_valid && options_.known_valid(file);
  }

  void ResolveOptions(File& file, const SymbolTable& table, Errors& errors) const {
    if (file.from_descriptor) return;
    Resolver resolver(table, file, Use::kOptions);
    InterpretOptions(
        file, IsKnownValid(file) ? OptionsOf::kTypes : OptionsOf::kAll,
        [&](const File& from, std::string_view scope, std::string_view name) {
          if (&from == &file) return ToSymbol(resolver.Find(scope, name, Want::kAny));
          return ToSymbol(Resolver(table, from, Use::kOptions).Find(scope, name, Want::kAny));
        },
        errors);
  }

  void Validate() {
    ForEachFile([&](File& file, OfFile& of) {
      if (IsKnownValid(file)) return;
      ValidateFile(file, of.problems);
    });
    CheckExtensionsAcrossFiles(files_, problems_);
  }

  Errors CollectErrors() {
    std::vector<Problem> problems = problems_.Take();
    Errors errors;
    for (OfFile& of : of_file_) {
      std::ranges::move(of.problems.Take(), std::back_inserter(problems));
      std::ranges::move(of.errors, std::back_inserter(errors));
    }
    std::ranges::move(ToErrors(std::move(problems)), std::back_inserter(errors));
    SortAndDedupe(errors);
    return errors;
  }

  Snapshot ToSnapshot(std::string label, const SymbolTable& table) {
    Snapshot snapshot;
    snapshot.label = std::move(label);
    snapshot.files = std::move(files_);
    snapshot.symbols.reserve(table.all().size());
    for (const Named& named : table.all()) {
      if (named.kind == NameKind::kPackage || named.kind == NameKind::kValue) continue;
      const Lookup lookup{named.kind, named.node, named.file, nullptr, {}};
      snapshot.symbols.emplace(named.full_name, ToSymbol(lookup));
      if (named.kind != NameKind::kExtension) continue;
      const auto* extension = static_cast<const Field*>(named.node);
      if (extension->extendee == nullptr) continue;
      snapshot.extensions[extension->extendee->full_name].push_back(extension);
    }
    for (auto& [extendee, fields] : snapshot.extensions) {
      std::ranges::sort(fields, {}, &Field::number);
    }
    return snapshot;
  }

  std::vector<std::shared_ptr<File>> files_;  // all, by path
  const LinkOptions& options_;
  Problems problems_;       // of the phases over all files
  std::vector<File*> own_;  // to be linked, by path
  std::vector<OfFile> of_file_;
  Arena value_names_;  // full names of the values of top-level enums
};

}  // namespace

Result<Snapshot> Link(std::string label, std::vector<std::unique_ptr<File>> files,
                      const LinkOptions& options) {
  return Linker(std::move(files), options).Run(std::move(label));
}

}  // namespace leyline
