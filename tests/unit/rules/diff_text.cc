#include "tests/unit/rules/diff_text.h"

#include <memory>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "analyzer/rules/rule.h"
#include "analyzer/syntax/parse.h"

namespace leyline {
namespace {

std::string Text(const Verdict& verdict) {
  std::string text;
  switch (verdict.level) {
    case Level::kCompatible:
      text = "=";
      break;
    case Level::kBreaking:
      text = "!";
      break;
    default:
      text = "?";
      break;
  }
  if (verdict.effect != Effect::kNone) text += fmt::format(" {}", NameOf(verdict.effect));
  if (!verdict.condition.empty()) text += ": " + verdict.condition;
  return verdict.silent ? text + " (silent)" : text;
}

}  // namespace

Snapshot Compiled(const Sources& sources) {
  std::vector<std::unique_ptr<File>> files;
  for (const auto& [path, text] : sources) {
    Parsed parsed = Parse(path, text);
    for (const Error& error : parsed.errors) ADD_FAILURE() << Format(error);
    parsed.file->governed = !path.starts_with("google/");
    files.push_back(std::move(parsed.file));
  }
  Result<Snapshot> snapshot = Link("test", std::move(files));
  if (snapshot) return *std::move(snapshot);
  for (const Error& error : snapshot.error()) ADD_FAILURE() << Format(error);
  return {};
}

Sources One(std::string_view syntax, std::string_view body) {
  const bool edition = !syntax.starts_with("proto");
  return {{"a.proto", fmt::format("{} = \"{}\";\npackage t;\n{}", edition ? "edition" : "syntax",
                                  syntax, body)}};
}

std::string DiffText(const Sources& before, const Sources& after) {
  const Snapshot old_version = Compiled(before);
  const Snapshot new_version = Compiled(after);
  std::string text;
  for (const Change& change : Diff(old_version, new_version)) {
    text += fmt::format("{}: {}\n", change.change_type, change.message);
    std::string_view surface;
    for (const Verdict& verdict : change.verdicts) {
      const bool is_new = NameOf(verdict.surface) != surface;
      if (is_new && !surface.empty()) text += "\n";
      text += is_new ? fmt::format("  {}: ", NameOf(verdict.surface)) : " | ";
      text += Text(verdict);
      surface = NameOf(verdict.surface);
    }
    text += "\n";
  }
  return text;
}

}  // namespace leyline
