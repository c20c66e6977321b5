#include <fmt/format.h>

#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

constexpr Outcome kUnread = Breaks(Effect::kNothingReads);

constexpr Judgement kRemoved[] = {
    {Surface::kBinary, kUnread, kSafe, kUnread},
    {Surface::kJson, kUnread, kSafe, kUnread},
    {Surface::kText, kUnread, kSafe, kUnread},
    {Surface::kSource, Breaks(Effect::kSymbolGone)},
};

void CheckEnum(const Pair<Enum>& enumeration, ChangeSink& sink) {
  if (enumeration.after != nullptr) return;
  Judge(sink.Add(enumeration, fmt::format("enum `{}` was removed", enumeration.before->full_name)),
        kRemoved);
}

}  // namespace

constinit const Rule remove_enum = {
    .id = "REMOVE_ENUM",
    .summary = "an enum was removed",
    .why =
        "Nothing gives its numbers and names a meaning any more, and code that uses it stops "
        "compiling. Fields that had its type are judged by themselves.",
    .instead = "Deprecate the enum. Keep it as long as data or code uses it.",
    .buf = "ENUM_NO_DELETE, PACKAGE_ENUM_NO_DELETE",
    .check = CheckEnum,
};

}  // namespace leyline::rules
