#include "tools/leyline/example.h"

#include <cctype>

#include "analyzer/schema/load.h"
#include "base/check.h"
#include "base/strings.h"
#include "tools/leyline/case_file.h"

namespace leyline {
namespace {

// Without the line that names the executed cases behind the verdicts.
std::string SentencesOf(std::string_view intro) {
  std::string text;
  for (std::string_view line : Split(intro, '\n')) {
    if (line.empty() || line.starts_with("Truth: ")) continue;
    if (!text.empty()) text.push_back(' ');
    text += line;
  }
  return text;
}

Result<Snapshot> Load(std::string_view label, const Sources& sources, const FileSystem& disk) {
  LoadOptions options;
  options.threads = 1;
  options.may_be_empty = true;
  return LoadTree(MemoryTree(std::string(label), sources), disk, options);
}

}  // namespace

std::string StemOf(const Rule& rule) {
  std::string stem(rule.id);
  for (char& c : stem) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return stem;
}

Result<Example> ExampleOf(const Rule& rule, const FileSystem& disk) {
  CaseFile file = ReadCase(ExampleText(StemOf(rule)));
  CHECK(file.mistakes.empty(), "the build embeds a sound example of every rule");
  const Result<Snapshot> before = Load("before", file.before, disk);
  if (!before) return tl::unexpected(before.error());
  const Result<Snapshot> after = Load("after", file.after, disk);
  if (!after) return tl::unexpected(after.error());
  return Example{.shows = SentencesOf(file.intro),
                 .before = std::move(file.before),
                 .after = std::move(file.after),
                 .changes = Diff(*before, *after)};
}

}  // namespace leyline
