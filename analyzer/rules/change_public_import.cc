#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "analyzer/rules/compare/words.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

using Paths = std::set<std::string_view>;

// A file that was renamed is the same file.
Paths PublicImports(const File& file, const Matches* renames) {
  Paths paths;
  for (const Import& import : file.imports) {
    if (import.kind != ImportKind::kPublic) continue;
    const File* now =
        renames == nullptr || import.file == nullptr ? nullptr : renames->AfterOf(import.file);
    paths.insert(now == nullptr ? import.path : std::string_view(now->path));
  }
  return paths;
}

std::vector<std::string> Missing(const Paths& from, const Paths& in) {
  std::vector<std::string> missing;
  for (std::string_view path : from) {
    if (!in.contains(path)) missing.push_back(fmt::format("`{}`", path));
  }
  return missing;
}

std::string TextOf(const std::vector<std::string>& added, const std::vector<std::string>& removed) {
  std::string text;
  if (!removed.empty()) text = fmt::format("no longer imports {} publicly", ListOf(removed, "or"));
  if (added.empty()) return text;
  return fmt::format("{}{}imports {} publicly now", text, text.empty() ? "" : " and ",
                     ListOf(added, "and"));
}

void AddFact(Facts& facts, const Paths& paths) {
  if (paths.empty()) return;
  std::string text;
  for (std::string_view path : paths) text.append(text.empty() ? "" : ", ").append(path);
  facts.emplace_back("public_imports", text);
  std::sort(facts.begin(), facts.end());
}

void CheckFile(const Pair<File>& file, ChangeSink& sink) {
  if (!file.both()) return;
  const Paths before = PublicImports(*file.before, &sink.matches());
  const Paths after = PublicImports(*file.after, nullptr);
  if (before == after) return;
  const std::vector<std::string> removed = Missing(before, after);
  Change& change = sink.Add(file, fmt::format("file `{}` {}", file.before->path,
                                              TextOf(Missing(after, before), removed)));
  AddFact(change.before_facts, before);
  AddFact(change.after_facts, after);
  Judge(change, kSameData);
  const Outcome hidden =
      If("everybody who uses those contracts imports their file", Effect::kSymbolGone);
  Judge(change, {Surface::kSource, removed.empty() ? kSafe : hidden});
}

}  // namespace

constinit const Rule change_public_import = {
    .id = "CHANGE_PUBLIC_IMPORT",
    .summary = "a file hands on the contracts of another file, or no longer does",
    .why =
        "Whoever imports a file also sees what that file imports publicly. Without the public "
        "import their contracts and generated code stop compiling. No data changes.",
    .instead =
        "Let those who use the contracts import their file first; then remove the public import.",
    .buf = "",
    .check = CheckFile,
};

}  // namespace leyline::rules
