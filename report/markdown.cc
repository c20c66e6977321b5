#include "report/markdown.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "analyzer/impact/consequences.h"
#include "base/strings.h"
#include "report/findings.h"
#include "report/markdown_parts.h"
#include "report/text_parts.h"

namespace leyline {
namespace {

// One line is never longer than this part of the whole.
constexpr std::size_t kMostOfLine = 4'000;

std::string Cut(std::string_view text) {
  if (text.size() <= kMostOfLine) return MarkdownText(text);
  return MarkdownText(text.substr(0, kMostOfLine)) + " ...";
}

// Blocks of lines as long as they fit, then how many more there are.
class Capped {
 public:
  explicit Capped(std::string head) : out_(std::move(head)) {}

  void Begin(std::string_view head) {
    if (out_.size() + head.size() < kMostMarkdown) out_ += head;
  }
  void Add(const std::string& line) {
    const bool fits = left_out_ == 0 && out_.size() + line.size() < kMostMarkdown;
    if (fits) {
      out_ += line;
    } else {
      ++left_out_;
    }
  }
  void End(std::string_view noun) {
    if (left_out_ > 0) {
      out_ += fmt::format("\n... and {}; the whole report is in the log of the job\n",
                          Counted(left_out_, fmt::format("more {}", noun)));
    }
    left_out_ = 0;
  }
  std::string Take() { return std::move(out_); }

 private:
  std::string out_;
  int32_t left_out_ = 0;
};

constexpr std::string_view kTable = "\n| | where | change | what |\n| --- | --- | --- | --- |\n";

std::string Row(const Change& change, const Gating* gating, std::string_view hits) {
  const std::string what = Cut(change.message) +
                           (change.release.empty() ? "" : " against " + Cut(change.release)) +
                           std::string(hits);
  return fmt::format("| {} | {} | {} | {} |\n", NameOf(LevelOf(CompatibilityOf(change, gating))),
                     MarkdownCode(PlaceOf(change)), MarkdownCode(change.change_type), what);
}

std::string HitsOf(const GateView& view, std::size_t index) {
  if (view.request->impact == nullptr) return "";
  if (index >= view.request->impact->changes.size()) return "";
  std::map<std::string, HowKnown> whom;  // the surest
  for (const Hit& hit : view.request->impact->changes[index].hits) {
    if (hit.level == Level::kCompatible) continue;
    const std::string name = fmt::format("{} ({})", hit.subsystem, hit.owner);
    HowKnown& evidence = whom.try_emplace(name, hit.evidence).first->second;
    evidence = std::min(evidence, hit.evidence);
  }
  std::string text;
  for (const HowKnown evidence : {HowKnown::kDeclared, HowKnown::kTypeGraph}) {
    std::vector<std::string> names;
    for (const auto& [name, known] : whom) {
      if (known == evidence) names.push_back(name);
    }
    if (names.empty()) continue;
    text += fmt::format("<br>{} {}", HitVerb(evidence), Cut(Join(names, ", ")));
  }
  return text;
}

std::string CheckLine(const Requirement& requirement) {
  std::string line = fmt::format("- [{}] {}{} {}", requirement.satisfied ? "x" : " ",
                                 requirement.note ? "note: " : "", MarkdownText(requirement.code),
                                 Cut(requirement.message));
  if (!requirement.satisfied && !requirement.next.empty()) {
    line += "<br>next: " + Cut(requirement.next);
  }
  return line + "\n";
}

}  // namespace

std::string DiffMarkdown(const DiffView& view, const TextStyle& style) {
  const Tally tally = Count(view.changes, view.gating);
  Capped out(fmt::format("{}\n### leyline: {}\n\n{} to {}\n", kDiffComment,
                         tally.all() == 0 ? "no changes" : TallyText(tally), Cut(view.before),
                         Cut(view.after)));
  bool any = false;
  for (const Change& change : view.changes) {
    const Compatibility compatibility = CompatibilityOf(change, view.gating);
    if (compatibility == Compatibility::kBackwardCompatible && !style.all) continue;
    if (!any) out.Begin(kTable);
    any = true;
    out.Add(Row(change, view.gating, ""));
  }
  out.End("change");
  return out.Take();
}

std::string GateMarkdown(const GateView& view, const TextStyle& style) {
  Capped out(fmt::format("{}\n### leyline: {}\n\n{}\n\n", kGateComment,
                         Answer(view.verdict->outcome), Cut(GateTally(view))));
  for (const Requirement& requirement : view.verdict->requirements) {
    if (requirement.satisfied) continue;
    Requirement shown = requirement;
    // No change below has the place of an error.
    if (view.verdict->outcome == GateOutcome::kUndecided && shown.where.has_value()) {
      shown.message = fmt::format("{}:{}:{}: {}", shown.where->file, shown.where->line,
                                  shown.where->column, shown.message);
    }
    out.Add(CheckLine(shown));
  }
  for (const Requirement& requirement : view.verdict->requirements) {
    if (requirement.satisfied) out.Add(CheckLine(requirement));
  }
  out.End("requirement");
  bool any = false;
  const Digests gated = GatedOf(view);
  for (std::size_t i = 0; i < view.diff.changes.size(); ++i) {
    const Change& change = view.diff.changes[i];
    if (!gated.contains(change.digest) && !style.all) continue;
    if (!any) out.Begin(kTable);
    any = true;
    out.Add(Row(change, &view.request->policy->gating, HitsOf(view, i)));
  }
  out.End("change");
  return out.Take();
}

}  // namespace leyline
