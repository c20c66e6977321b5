#include <fmt/format.h>

#include "analyzer/diff/content.h"
#include "analyzer/rules/rules.h"
#include "analyzer/schema/locate.h"

namespace leyline::rules {
namespace {

// Edition 2024 changes defaults of generated code, such as the C++ type of strings.
constexpr Outcome kOtherDefaults =
    If("features of generated code, such as string_type, are pinned", Effect::kSignatureChanged);

void CheckFile(const Pair<File>& file, ChangeSink& sink) {
  if (!file.both() || file.before->edition == file.after->edition) return;
  const Edition before = file.before->edition;
  const Edition after = file.after->edition;
  Change& change =
      sink.Add(file, fmt::format("syntax of `{}` changed from {} to {}", file.before->path,
                                 SyntaxText(before), SyntaxText(after)));
  change.before = sink.locator().LocateSyntax(*file.before);
  change.after = sink.locator().LocateSyntax(*file.after);
  Judge(change, kSameData);
  const bool crosses_2024 = (before < Edition::k2024) != (after < Edition::k2024);
  Judge(change, {Surface::kSource, crosses_2024 ? kOtherDefaults : kSafe});
}

}  // namespace

constinit const Rule change_syntax = {
    .id = "CHANGE_SYNTAX",
    .summary = "a file is written in another syntax or edition",
    .why =
        "By itself another syntax changes no data. What it changes through its other defaults, "
        "such as presence, UTF-8 checks and closed enums, is reported where it does.",
    .instead = "Pin the features that the old syntax meant, so that nothing else is reported.",
    .buf = "FILE_SAME_SYNTAX",
    .check = CheckFile,
};

}  // namespace leyline::rules
