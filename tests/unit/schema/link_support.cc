#include "tests/unit/schema/link_support.h"

#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "analyzer/schema/builtin.h"
#include "analyzer/syntax/parse.h"
#include "base/strings.h"

namespace leyline {

Result<Snapshot> LinkTexts(const std::vector<SourceText>& sources, const LinkOptions& options) {
  std::vector<SourceText> open(sources.rbegin(), sources.rend());
  std::set<std::string> seen;
  for (const SourceText& source : sources) seen.insert(source.path);
  std::vector<std::unique_ptr<File>> files;
  Errors errors;
  while (!open.empty()) {
    SourceText source = std::move(open.back());
    open.pop_back();
    Parsed parsed = Parse(std::move(source.path), std::move(source.text));
    errors.insert(errors.end(), parsed.errors.begin(), parsed.errors.end());
    for (const Import& import : parsed.file->imports) {
      const std::string_view text = BuiltinFile(import.path);
      if (text.empty() || !seen.insert(std::string(import.path)).second) continue;
      open.push_back({std::string(import.path), std::string(text)});
    }
    files.push_back(std::move(parsed.file));
  }
  if (!errors.empty()) return Fail(std::move(errors));
  return Link("test", std::move(files), options);
}

std::vector<SourceText> SplitFiles(std::string_view text) {
  constexpr std::string_view kMark = "-- ";
  std::vector<SourceText> sources = {{"t.proto", ""}};
  for (const std::string_view line : Split(text, '\n')) {
    if (line.starts_with(kMark)) {
      sources.push_back({std::string(line.substr(kMark.size())), ""});
    } else {
      sources.back().text.append(line).append("\n");
    }
  }
  return sources;
}

std::string LinkErrors(std::string_view text, const LinkOptions& options) {
  const Result<Snapshot> snapshot = LinkTexts(SplitFiles(text), options);
  if (snapshot.has_value()) return {};
  std::string lines;
  for (const Error& error : snapshot.error()) {
    const SourceSpan where = error.where.value_or(SourceSpan{});
    lines += fmt::format("{}:{}:{}: {}\n", where.file, where.line, where.column, error.message);
  }
  return lines;
}

Snapshot LinkOrFail(std::string_view text) {
  Result<Snapshot> snapshot = LinkTexts(SplitFiles(text));
  if (snapshot.has_value()) return std::move(*snapshot);
  for (const Error& error : snapshot.error()) ADD_FAILURE() << Format(error);
  return {};
}

}  // namespace leyline
