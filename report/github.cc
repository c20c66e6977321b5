#include "report/github.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/strings.h"
#include "report/findings.h"
#include "report/text_parts.h"

namespace leyline {
namespace {

// What GitHub shows of one severity in one step.
constexpr std::size_t kShown = 10;

struct Annotation {
  bool error = false;
  std::optional<SourceSpan> where;
  std::string title;
  std::string text;
};

std::string Escaped(std::string_view text, bool property) {
  std::string out;
  for (char c : Printable(text)) {
    if (c == '%') {
      out += "%25";
    } else if (property && c == ':') {
      out += "%3A";
    } else if (property && c == ',') {
      out += "%2C";
    } else {
      out.push_back(c);
    }
  }
  return out;
}

std::string Line(const Annotation& annotation) {
  std::string out = annotation.error ? "::error " : "::warning ";
  if (annotation.where.has_value()) {
    out += fmt::format("file={},line={},col={},", Escaped(annotation.where->file, true),
                       std::max(annotation.where->line, 1), std::max(annotation.where->column, 1));
  }
  return out + fmt::format("title={}::{}\n", Escaped(annotation.title, true),
                           Escaped(annotation.text, false));
}

// The same for the log alone. The runner takes commands from within a line as well.
std::string PlainLine(const Annotation& annotation, std::string_view level) {
  std::string out = fmt::format("{}: ", level);
  if (annotation.where.has_value()) {
    out += fmt::format("{}:{}:{}: ", Printable(annotation.where->file), annotation.where->line,
                       annotation.where->column);
  }
  out += fmt::format("{}: {}", annotation.title, Printable(annotation.text));
  constexpr std::string_view kCommand = "##[";
  for (std::size_t at = out.find(kCommand); at != std::string::npos; at = out.find(kCommand, at)) {
    out.insert(at + 2, " ");
  }
  return out + "\n";
}

void AppendSome(std::string& out, const std::vector<Annotation>& annotations, bool error) {
  std::vector<const Annotation*> these;
  for (const Annotation& annotation : annotations) {
    if (annotation.error == error) these.push_back(&annotation);
  }
  const std::size_t shown = these.size() > kShown ? kShown - 1 : these.size();
  for (std::size_t i = 0; i < shown; ++i) out += Line(*these[i]);
  if (shown == these.size()) return;
  out += Line({.error = error,
               .where = std::nullopt,
               .title = "leyline",
               .text = fmt::format("{} more, see the log of this step", these.size() - shown)});
  for (std::size_t i = shown; i < these.size(); ++i) {
    out += PlainLine(*these[i], error ? "error" : "warning");
  }
}

std::string AllLines(const std::vector<Annotation>& annotations) {
  std::string out;
  AppendSome(out, annotations, true);
  AppendSome(out, annotations, false);
  return out;
}

Annotation OfChange(const Change& change, std::string_view root, bool error) {
  std::optional<SourceSpan> where = ShownAt(change);
  if (where.has_value()) where->file = PathBelow(root, where->file);
  return {.error = error,
          .where = std::move(where),
          .title = std::string(change.change_type),
          .text = fmt::format("{} [{}]{}", change.message, change.element,
                              change.release.empty() ? "" : " against " + change.release)};
}

}  // namespace

std::string DiffGithub(const DiffView& view, bool all) {
  std::vector<Annotation> annotations;
  std::string compatible;
  for (const Change& change : view.changes) {
    const Compatibility compatibility = CompatibilityOf(change, view.gating);
    const Annotation annotation =
        OfChange(change, view.root, compatibility == Compatibility::kBreakingChange);
    if (compatibility != Compatibility::kBackwardCompatible) {
      annotations.push_back(annotation);
    } else if (all) {
      compatible += PlainLine(annotation, "compatible");
    }
  }
  return AllLines(annotations) + compatible;
}

std::string GateGithub(const GateView& view) {
  std::vector<Annotation> annotations;
  for (const Requirement& requirement : view.verdict->requirements) {
    if (requirement.satisfied) continue;
    std::string text = requirement.message;
    if (!requirement.next.empty()) text += fmt::format("; next: {}", requirement.next);
    annotations.push_back({.error = !view.verdict->passed(),
                           .where = requirement.where,
                           .title = requirement.code,
                           .text = std::move(text)});
  }
  std::string out = AllLines(annotations);
  if (!view.verdict->passed()) return out;
  return out + fmt::format("::notice title=leyline::{}: {}\n", Answer(view.verdict->outcome),
                           Escaped(GateTally(view), false));
}

}  // namespace leyline
