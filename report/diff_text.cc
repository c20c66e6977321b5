#include <fmt/format.h>

#include "base/strings.h"
#include "report/text.h"
#include "report/text_parts.h"

namespace leyline {

std::string DiffText(const DiffView& view, const TextStyle& style) {
  const Tally tally = Count(view.changes);
  std::string out;
  for (const Change& change : view.changes) {
    const bool quiet = CompatibilityOf(change) == Compatibility::kBackwardCompatible;
    if (quiet && !style.all) continue;
    AppendChange(out, change, style);
    out.push_back('\n');
  }
  out += fmt::format("{} -> {}: {}", Printable(view.before), Printable(view.after),
                     Counted(tally.all(), "change"));
  if (tally.all() == 0) return out + "\n";
  out += fmt::format(" ({})", TallyText(tally));
  if (tally.compatible > 0 && !style.all) out += "; --all shows the compatible ones";
  return out + "\n";
}

}  // namespace leyline
