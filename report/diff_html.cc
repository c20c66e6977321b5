#include <fmt/format.h>

#include "base/strings.h"
#include "report/html_changes.h"
#include "report/html_parts.h"
#include "report/page.h"
#include "report/text_parts.h"

namespace leyline {
namespace {

Level WorstLevel(const DiffView& view) {
  const Tally tally = Count(view.changes, view.gating);
  if (tally.breaking > 0) return Level::kBreaking;
  return tally.conditional > 0 ? Level::kConditional : Level::kCompatible;
}

}  // namespace

std::string DiffHtml(const DiffView& view, const TextStyle& style) {
  const Tally tally = Count(view.changes, view.gating);
  std::string body =
      fmt::format("<h1>Diff: {}</h1>\n<p>{} → {}: {}.</p>\n", HtmlBadge(NameOf(WorstLevel(view))),
                  HtmlCode(view.before), HtmlCode(view.after),
                  tally.all() == 0 ? "no changes" : TallyText(tally));
  if (!view.releases.empty()) {
    body += fmt::format("<p>Also against {}.</p>\n", HtmlCode(Join(view.releases, ", ")));
  }
  std::vector<ShownChange> shown;
  for (const Change& change : view.changes) {
    const Compatibility compatibility = CompatibilityOf(change, view.gating);
    if (compatibility == Compatibility::kBackwardCompatible && !style.all &&
        (view.gating != nullptr || !IsWorseElsewhere(change))) {
      continue;
    }
    shown.push_back({.change = &change});
  }
  AppendHtmlChanges(body, shown, view.gating);
  const auto hidden = view.changes.size() - shown.size();
  if (hidden > 0) {
    body += fmt::format("<p class=\"soft\">{} not shown; --all shows what is compatible too.</p>\n",
                        Counted(static_cast<int32_t>(hidden), "change"));
  }
  return HtmlPage(fmt::format("Diff {} to {}", view.before, view.after), body);
}

}  // namespace leyline
