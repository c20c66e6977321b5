#include <algorithm>

#include <fmt/format.h>

#include "base/strings.h"
#include "report/text.h"
#include "report/text_parts.h"

namespace leyline {
namespace {

// Each line of a source, printable and hung under its title.
std::string Indented(std::string_view text) {
  std::string out;
  if (text.ends_with('\n')) text.remove_suffix(1);
  for (std::string_view line : Split(text, '\n')) {
    out += line.empty() ? "\n" : fmt::format("      {}\n", Printable(line));
  }
  return out;
}

void AppendSource(std::string& out, std::string_view title, const std::string& source) {
  if (!source.empty()) out += fmt::format("    {}\n{}", title, Indented(source));
}

void AppendPart(std::string& out, std::string_view name, const std::string& value) {
  if (!value.empty()) out += fmt::format("      {:<10} {}\n", name, Printable(value));
}

std::string Words(std::string_view name) {
  std::string words(name);
  std::transform(words.begin(), words.end(), words.begin(), [](char c) {
    return c == '_' ? ' ' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return words;
}

void AppendWitness(std::string& out, const Verdict& verdict, const TextStyle& style) {
  out += fmt::format("\n    {} {}: {} {}\n", Words(NameOf(verdict.surface)),
                     Words(NameOf(verdict.direction)), LevelLabel(style, verdict.level),
                     Describe(verdict.effect));
  const Witness& witness = *verdict.witness;
  AppendPart(out, "none", witness.reason);
  if (!witness.reason.empty()) return;
  AppendPart(out, "writer", witness.from_after ? "new" : "old");
  AppendPart(out, "bytes", witness.hex);
  AppendPart(out, "json", witness.json);
  AppendPart(out, "text", witness.text);
  AppendPart(out, "written", witness.written);
  AppendPart(out, "passed on", witness.passed_on);
  AppendPart(out, "read", witness.read);
}

}  // namespace

std::string WitnessText(const Change& change, const TextStyle& style) {
  std::string out = fmt::format(
      "{}: {} {}{}\n    {}\n    digest {}\n", PlaceOf(change),
      LevelLabel(style, LevelOf(CompatibilityOf(change))),
      Tinted(style, Tint::kBold, change.change_type),
      change.release.empty() ? "" : fmt::format(" against {}", Printable(change.release)),
      Printable(change.message), change.digest);
  AppendSource(out, "old", change.before_source);
  AppendSource(out, "new", change.after_source);
  for (const Verdict& verdict : change.verdicts) {
    if (verdict.witness.has_value()) AppendWitness(out, verdict, style);
  }
  return out;
}

}  // namespace leyline
