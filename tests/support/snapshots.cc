#include "tests/support/snapshots.h"

#include <cctype>
#include <initializer_list>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "analyzer/schema/load.h"
#include "base/check.h"

namespace leyline::testing {
namespace {

constexpr std::string_view kImported = "imported/";

std::string Lower(std::string_view text) {
  std::string lower;
  for (char c : text) {
    lower.push_back(c == '_' ? '-'
                             : static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
  }
  return lower;
}

std::string Place(const std::optional<SourceSpan>& span) {
  return span ? fmt::format("{}:{}:{}", span->file, span->line, span->column) : "nothing";
}

// Only the keys in which the sides differ; what one side lacks is "-".
std::string DifferingFacts(const Change& change) {
  std::map<std::string, std::pair<std::string, std::string>> facts;
  for (const auto& [key, value] : change.before_facts) facts[key] = {value, "-"};
  for (const auto& [key, value] : change.after_facts) {
    auto& entry = facts.emplace(key, std::make_pair("-", "")).first->second;
    entry.second = value;
  }
  std::string text;
  for (const auto& [key, sides] : facts) {
    if (sides.first == sides.second || key == "content") continue;
    text += fmt::format("  {}: {} -> {}\n", key, sides.first, sides.second);
  }
  return text;
}

std::string DumpVerdict(const Verdict& verdict) {
  std::string text = fmt::format("  {} {}: {}", Lower(NameOf(verdict.surface)),
                                 Lower(NameOf(verdict.direction)), NameOf(verdict.level));
  if (verdict.effect != Effect::kNone) text += fmt::format(" {}", NameOf(verdict.effect));
  if (verdict.silent) text += " silently";
  if (!verdict.condition.empty()) text += fmt::format(" unless {}", verdict.condition);
  return text + "\n";
}

LoadOptions OptionsFor(std::initializer_list<const Sources*> sides, int threads) {
  LoadOptions options;
  options.threads = threads;
  bool all = true;
  for (const Sources* sources : sides) {
    for (const auto& [path, text] : *sources) {
      const bool imported = path.starts_with(kImported);
      if (!imported) options.paths.push_back(path);
      all = all && !imported;
    }
  }
  if (all) options.paths.clear();
  return options;
}

}  // namespace

Result<Snapshot> LoadSources(const std::string& label, const Sources& sources) {
  const MemoryTree tree(label, sources);
  const RealFileSystem disk;
  return LoadTree(tree, disk, OptionsFor({&sources}, 1));
}

Result<SnapshotPair> LoadSourcePair(const Sources& before, const Sources& after, int threads,
                                    Unchanged unchanged) {
  const MemoryTree old_tree("before", before);
  const MemoryTree new_tree("after", after);
  const RealFileSystem disk;
  LoadOptions options = OptionsFor({&before, &after}, threads);
  options.may_be_empty = true;
  options.unchanged = unchanged;
  return LoadPair(old_tree, new_tree, disk, options);
}

Snapshot MustLoad(const Sources& sources) {
  Result<Snapshot> loaded = LoadSources("test", sources);
  if (!loaded) {
    for (const Error& error : loaded.error()) fmt::print(stderr, "{}\n", Format(error));
  }
  CHECK(loaded.has_value(), "the sources of a test compile");
  return std::move(*loaded);
}

Snapshot MustLoad(const std::string& text) { return MustLoad(Sources{{"a.proto", text}}); }

std::string Summary(const Change& change) {
  return fmt::format("{} {} {}", change.change_type, change.element,
                     NameOf(CompatibilityOf(change)));
}

std::string Dump(const Change& change) {
  std::string text = fmt::format("{}\n  {}\n  at {} -> {}\n", Summary(change), change.message,
                                 Place(change.before), Place(change.after));
  if (change.before && change.after) text += DifferingFacts(change);
  for (const Verdict& verdict : change.verdicts) text += DumpVerdict(verdict);
  return text;
}

std::string Dump(const std::vector<Change>& changes) {
  std::string text;
  for (const Change& change : changes) text += Dump(change);
  return text;
}

}  // namespace leyline::testing
