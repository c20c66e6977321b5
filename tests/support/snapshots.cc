#include "tests/support/snapshots.h"

#include <cctype>
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

}  // namespace

Result<Snapshot> LoadSources(const std::string& label, const Sources& sources) {
  const MemoryTree tree(label, sources);
  const RealFileSystem disk;
  LoadOptions options;
  options.threads = 1;
  Sources governed = sources;
  std::erase_if(governed, [](const auto& file) { return file.first.starts_with(kImported); });
  if (governed.size() != sources.size()) {
    options.paths.clear();
    for (const auto& [path, text] : governed) options.paths.push_back(path);
  }
  return LoadTree(tree, disk, options);
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
