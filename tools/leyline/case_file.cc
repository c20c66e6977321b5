#include "tools/leyline/case_file.h"

#include <fmt/format.h>

#include "base/strings.h"

namespace leyline {
namespace {

constexpr std::string_view kWant = "want";

// The name in a line `-- name --`, else nothing.
std::string_view SectionOf(std::string_view line) {
  if (!line.starts_with("-- ") || !line.ends_with(" --") || line.size() < 7) return {};
  return line.substr(3, line.size() - 6);
}

std::string* TextOf(CaseFile& file, std::string_view section) {
  constexpr std::string_view kBefore = "before/";
  constexpr std::string_view kAfter = "after/";
  if (section == kWant) return &file.want;
  if (section.starts_with(kBefore)) {
    return &file.before[std::string(section.substr(kBefore.size()))];
  }
  if (section.starts_with(kAfter)) return &file.after[std::string(section.substr(kAfter.size()))];
  return nullptr;
}

}  // namespace

CaseFile ReadCase(std::string_view text) {
  CaseFile file;
  std::string* into = &file.intro;
  if (text.ends_with('\n')) text.remove_suffix(1);
  for (std::string_view line : Split(text, '\n')) {
    const std::string_view section = SectionOf(line);
    if (section.empty()) {
      into->append(line).push_back('\n');
    } else if (std::string* found = TextOf(file, section)) {
      if (!found->empty()) file.mistakes += fmt::format("section `{}` is there twice\n", section);
      into = found;
    } else {
      file.mistakes += fmt::format("section `{}` is neither before/, after/ nor want\n", section);
    }
    if (section == kWant || into == &file.want) continue;
    file.head.append(line).push_back('\n');
  }
  if (file.intro.find_first_not_of(" \n") == std::string::npos) {
    file.mistakes += "the case says nowhere what it shows\n";
  }
  if (file.before.empty() && file.after.empty()) file.mistakes += "the case has no files\n";
  return file;
}

std::string WriteCase(const CaseFile& file, const std::string& want) {
  if (want.empty()) return file.head;
  return fmt::format("{}-- {} --\n{}", file.head, kWant, want);
}

}  // namespace leyline
