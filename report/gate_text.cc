#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "base/strings.h"
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

void AppendHits(std::string& out, const GateView& view, std::size_t index, const TextStyle& style) {
  if (view.request->impact == nullptr) return;
  if (index >= view.request->impact->changes.size()) return;  // a change of rules has no impact
  AppendHits(out, view.request->impact->changes[index].hits, style);
}

void AppendRequirement(std::string& out, const Requirement& requirement, const TextStyle& style) {
  const std::string_view mark = MarkOf(requirement);
  const Tint tint = !requirement.satisfied ? Tint::kRed
                    : requirement.note     ? Tint::kYellow
                                           : Tint::kGreen;
  out += fmt::format("  {} {}{}{}\n", Tinted(style, tint, mark), Where(requirement),
                     requirement.code.empty() ? "" : requirement.code + " ",
                     Printable(requirement.message));
}

// What several in a row ask for is said once, below them.
void AppendRequirements(std::string& out, const std::vector<Requirement>& requirements,
                        const TextStyle& style) {
  for (auto it = requirements.begin(); it != requirements.end(); ++it) {
    AppendRequirement(out, *it, style);
    if (it->satisfied || it->next.empty()) continue;
    const auto below = std::next(it);
    if (below != requirements.end() && !below->satisfied && below->next == it->next) continue;
    out += fmt::format("          next: {}\n", Printable(it->next));
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
  AppendRequirements(out, view.verdict->requirements, style);
  out += fmt::format("{}: {}\n",
                     Tinted(style, view.verdict->passed() ? Tint::kGreen : Tint::kRed,
                            Answer(view.verdict->outcome)),
                     GateTally(view));
  return out;
}

}  // namespace leyline
