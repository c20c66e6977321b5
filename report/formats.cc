#include "report/formats.h"

#include "report/github.h"
#include "report/json.h"
#include "report/junit.h"
#include "report/markdown.h"
#include "report/page.h"
#include "report/review.h"
#include "report/sarif.h"
#include "report/text.h"

namespace leyline {
namespace {

// For those whose look does not depend on the style.
template <class View, std::string (*Render)(const View&)>
std::string Plain(const View& view, const TextStyle& style) {
  static_cast<void>(style);
  return Render(view);
}

std::string DiffAnnotations(const DiffView& view, const TextStyle& style) {
  return DiffGithub(view, style.all);
}

constexpr ReportFormat<DiffView> kDiffFormats[] = {
    {"text", DiffText},
    {"lines", Plain<DiffView, DiffLines>},
    {"json", Plain<DiffView, DiffJson>},
    {"markdown", DiffMarkdown},
    {"html", DiffHtml},
    {"sarif", Plain<DiffView, DiffSarif>},
    {"junit", Plain<DiffView, DiffJunit>},
    {"github", DiffAnnotations},
    {"gitlab", Plain<DiffView, DiffGitlab>},
    {"rdjsonl", Plain<DiffView, DiffRdjsonl>},
};

constexpr ReportFormat<GateView> kGateFormats[] = {
    {"text", GateText},
    {"lines", Plain<GateView, GateLines>},
    {"json", Plain<GateView, GateJson>},
    {"markdown", GateMarkdown},
    {"html", GateHtml},
    {"sarif", Plain<GateView, GateSarif>},
    {"junit", Plain<GateView, GateJunit>},
    {"github", Plain<GateView, GateGithub>},
    {"gitlab", Plain<GateView, GateGitlab>},
    {"rdjsonl", Plain<GateView, GateRdjsonl>},
};

}  // namespace

std::span<const ReportFormat<DiffView>> DiffFormats() { return kDiffFormats; }
std::span<const ReportFormat<GateView>> GateFormats() { return kGateFormats; }

}  // namespace leyline
