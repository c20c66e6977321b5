#include <algorithm>

#include <fmt/format.h>

#include "analyzer/impact/consequences.h"
#include "base/strings.h"
#include "report/impact_words.h"
#include "report/text.h"
#include "report/text_parts.h"

namespace leyline {
namespace {

std::string Where(const Requirement& requirement) {
  if (!requirement.where.has_value()) return "";
  if (requirement.where->line == 0) return Printable(requirement.where->file) + ": ";
  return fmt::format("{}:{}:{}: ", Printable(requirement.where->file), requirement.where->line,
                     requirement.where->column);
}

// Whom a change hits, a line a subsystem.
void AppendHits(std::string& out, const GateView& view, std::size_t index, const TextStyle& style) {
  if (view.request->impact == nullptr) return;
  if (index >= view.request->impact->changes.size()) return;  // a change of rules has no impact
  for (const auto& [row, roles] : RowsOf(view.request->impact->changes[index].hits)) {
    const Hit& hit = *row;
    if (hit.level == Level::kCompatible && !style.all) continue;
    const std::string path = hit.path.empty() ? hit.contract : Join(PathOf(hit), " -> ");
    const std::string verb = fmt::format("    {} ", HitVerb(hit.evidence));
    out +=
        verb + Hung(fmt::format("{} ({}), which {} {}", Tinted(style, Tint::kBold, hit.subsystem),
                                hit.owner, roles, path),
                    verb.size(), style.width);
  }
}

void AppendRequirement(std::string& out, const Requirement& requirement, const TextStyle& style) {
  const std::string_view mark = MarkOf(requirement);
  const Tint tint = !requirement.satisfied ? Tint::kRed
                    : requirement.note     ? Tint::kYellow
                                           : Tint::kGreen;
  out += fmt::format("  {} {}{}{}\n", Tinted(style, tint, mark), Where(requirement),
                     requirement.code.empty() ? "" : requirement.code + " ",
                     Printable(requirement.message));
  if (!requirement.satisfied && !requirement.next.empty()) {
    out += fmt::format("          next: {}\n", Printable(requirement.next));
  }
}

}  // namespace

std::string GateText(const GateView& view, const TextStyle& style) {
  std::string out;
  const Digests gated = GatedOf(view);
  for (std::size_t i = 0; i < view.diff.changes.size(); ++i) {
    const Change& change = view.diff.changes[i];
    if (!gated.contains(change.digest) && !style.all) continue;
    AppendChange(out, change, style, &view.request->policy->gating);
    AppendHits(out, view, i, style);
    out.push_back('\n');
  }
  for (const Requirement& requirement : view.verdict->requirements) {
    AppendRequirement(out, requirement, style);
  }
  out += fmt::format("{}: {}\n",
                     Tinted(style, view.verdict->passed() ? Tint::kGreen : Tint::kRed,
                            Answer(view.verdict->outcome)),
                     GateTally(view));
  return out;
}

}  // namespace leyline
