#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "base/strings.h"
#include "report/text.h"
#include "report/text_parts.h"

namespace leyline {
namespace {

bool IsQuiet(const Change& change, const Gating* gating) {
  if (gating != nullptr) return !IsGated(change, *gating);
  return CompatibilityOf(change) == Compatibility::kBackwardCompatible;
}

// "; mode forward on binary, json": what the levels are about.
std::string Scope(const Gating& gating) {
  std::vector<std::string_view> words;
  for (Surface surface : gating.surfaces) words.push_back(WordOf(surface));
  return fmt::format("; mode {} on {}", NameOf(gating.mode), fmt::join(words, ", "));
}

// What the levels leave out, so that nobody takes it for compatible; only where nobody chose them.
std::string Elsewhere(const DiffView& view) {
  if (view.gating != nullptr) return "";
  const auto count = std::count_if(view.changes.begin(), view.changes.end(), IsWorseElsewhere);
  if (count == 0) return "";
  return fmt::format(
      "; {} of the compatible {} worse in other directions or on other surfaces: "
      "--all or --mode full",
      count, count == 1 ? "is" : "are");
}

}  // namespace

std::string DiffText(const DiffView& view, const TextStyle& style) {
  const Tally tally = Count(view.changes, view.gating);
  std::string out;
  bool hides = false;
  for (const Change& change : view.changes) {
    if (IsQuiet(change, view.gating) && !style.all) {
      hides = true;
      continue;
    }
    AppendChange(out, change, style, view.gating);
    out.push_back('\n');
  }
  out += fmt::format("{} -> {}: {}", Printable(view.before), Printable(view.after),
                     Counted(tally.all(), "change"));
  if (tally.all() > 0) out += fmt::format(" ({})", TallyText(tally));
  if (tally.all() > 0) out += Scope(view.gating == nullptr ? Gating{} : *view.gating);
  const std::string elsewhere = Elsewhere(view);
  out += elsewhere;
  if (hides && elsewhere.empty()) out += "; --all shows the compatible ones";
  return out + "\n";
}

}  // namespace leyline
