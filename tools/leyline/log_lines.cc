#include "tools/leyline/log_lines.h"

#include <algorithm>

#include "base/strings.h"
#include "report/json_writer.h"

namespace leyline {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// "LG7004", the first of the line; empty when there is none.
std::string_view CodeIn(std::string_view line) {
  constexpr std::size_t kDigits = 4;
  for (std::size_t at = line.find("LG"); at != std::string_view::npos;
       at = line.find("LG", at + 1)) {
    const std::string_view digits = line.substr(at + 2, kDigits);
    if (digits.size() == kDigits && std::all_of(digits.begin(), digits.end(), IsDigit)) {
      return line.substr(at, 2 + kDigits);
    }
  }
  return {};
}

std::string_view LevelOf(std::string_view line, std::string_view code) {
  constexpr std::string_view kWarnings[] = {"not delivered", "nobody was told", "violation",
                                            "no violation report", "what was delivered"};
  const bool warns = std::any_of(std::begin(kWarnings), std::end(kWarnings),
                                 [&](std::string_view start) { return line.starts_with(start); });
  if (warns) return "warning";
  const bool is_error = line.starts_with("error") || line.find(": error") != std::string_view::npos;
  if (is_error) return "error";
  return code.empty() ? "info" : "warning";
}

// Runners leave out all white space of Unicode, and what their language does not see.
bool MayBeBlank(char c) { return c <= ' ' || static_cast<unsigned char>(c) >= 0x7F; }

}  // namespace

std::string WithoutJobCommands(std::string_view text) {
  struct Command {
    std::string_view begin;
    std::string_view shown;
    bool leads;  // only at the beginning of a line, whatever a runner may take for a blank left out
  };
  constexpr Command kCommands[] = {
      {"::", ": :", true}, {"##[", "## [", false}, {"##vso[", "##vso [", false}};
  std::string out;
  out.reserve(text.size());
  bool leading = true;
  while (!text.empty()) {
    const auto* command = std::find_if(
        std::begin(kCommands), std::end(kCommands),
        [&](const Command& one) { return text.starts_with(one.begin) && (leading || !one.leads); });
    const bool found = command != std::end(kCommands);
    const std::string_view taken = found ? command->begin : text.substr(0, 1);
    out += found ? command->shown : taken;
    leading = taken == "\n" || (leading && MayBeBlank(taken[0]));
    text.remove_prefix(taken.size());
  }
  return out;
}

std::string AsLogLines(std::string_view text, Time now, std::string_view traceparent) {
  std::string out;
  for (std::string_view line : Split(text, '\n')) {
    if (line.empty()) continue;
    if (line.starts_with("{\"") && line.ends_with('}')) {
      out.append(line).push_back('\n');
      continue;
    }
    const std::string_view code = CodeIn(line);
    JsonWriter json(out);
    json.BeginObject();
    json.Field("ts", FormatTime(now));
    json.Field("level", LevelOf(line, code));
    json.Field("code", code);
    json.Field("message", line);
    json.Field("traceparent", traceparent);
    json.EndObject();
    out.push_back('\n');
  }
  return out;
}

}  // namespace leyline
