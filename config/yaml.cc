#include "config/yaml.h"

#include <algorithm>

#include <fmt/format.h>

#include "config/characters.h"
#include "config/yaml_wall.h"

namespace leyline {
namespace {

bool HasGoodSize(const std::string& file, std::string_view text, const YamlLimits& limits,
                 Errors& errors) {
  if (text.size() <= limits.bytes) return true;
  errors.push_back(
      ConfigError({file, 1, 1}, "LG1001",
                  fmt::format("{} bytes exceeds the limit of {}", text.size(), limits.bytes),
                  "split the file"));
  return false;
}

// Walks once from one bad character to the next, counting lines on the way.
bool HasGoodCharacters(const std::string& file, std::string_view text, Errors& errors) {
  std::size_t found = 0;
  std::size_t line_start = 0;
  int32_t line = 1;
  std::size_t seen = 0;
  auto bad = FindForbidden(text);
  for (; bad && found < kMostErrorsOfFile; bad = FindForbidden(text, bad->offset + bad->length)) {
    for (; seen < bad->offset; ++seen) {
      if (text[seen] != '\n') continue;
      ++line;
      line_start = seen + 1;
    }
    ++found;
    const auto column = static_cast<int32_t>(bad->offset - line_start) + 1;
    errors.push_back(ConfigError({file, line, column}, "LG1004",
                                 fmt::format("byte {}: {} {}", bad->offset, bad->name, bad->why),
                                 "save the file as UTF-8 text without it"));
  }
  return found == 0;
}

}  // namespace

std::optional<YamlNode> ReadYaml(const std::string& file, std::string_view text, Errors& errors,
                                 const YamlLimits& limits) {
  if (!HasGoodSize(file, text, limits, errors)) return std::nullopt;
  if (!HasGoodCharacters(file, text, errors)) return std::nullopt;
  std::optional<YamlNode> root = ReadEvents(file, text, limits, errors);
  if (root.has_value() && root->line == 0) root->line = root->column = 1;
  return root;
}

Result<YamlNode> ParseYaml(const std::string& file, std::string_view text,
                           const YamlLimits& limits) {
  Errors errors;
  std::optional<YamlNode> root = ReadYaml(file, text, errors, limits);
  if (!errors.empty()) return Fail(FinishErrors(std::move(errors)));
  return std::move(*root);
}

Error ConfigError(SourceSpan where, std::string_view code, std::string message, std::string fix) {
  return {.kind = ErrorKind::kConfig,
          .code = std::string(code),
          .message = std::move(message),
          .where = where.file.empty() ? std::nullopt : std::optional(std::move(where)),
          .fix = std::move(fix)};
}

Errors FinishErrors(Errors errors) {
  SortAndDedupe(errors);
  if (errors.size() <= kMostErrorsOfFile) return errors;
  const std::size_t more = errors.size() - kMostErrorsOfFile;
  errors.resize(kMostErrorsOfFile);
  Error last = errors.back();
  last.code = "";
  last.message = fmt::format("{} more errors in this file are not shown", more);
  last.fix = "";
  errors.push_back(std::move(last));
  return errors;
}

void FieldPlaces::Set(std::string_view key, SourceSpan where) {
  places_.emplace_back(key, std::move(where));
}

SourceSpan FieldPlaces::Of(std::string_view key) const {
  const auto found = std::find_if(places_.begin(), places_.end(),
                                  [&](const auto& place) { return place.first == key; });
  return found == places_.end() ? whole_ : found->second;
}

}  // namespace leyline
