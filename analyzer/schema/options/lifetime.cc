// Options as written, and the editions that know them.
#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

#include "analyzer/schema/options/schema.h"

namespace leyline {
namespace {

bool IsWordChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

struct NamedEdition {
  std::string_view name;  // in google.protobuf.Edition
  int number;
  std::string_view text;
};

constexpr std::array<NamedEdition, 7> kEditions = {{{"EDITION_LEGACY", 900, "before proto2"},
                                                    {"EDITION_PROTO2", 998, "proto2"},
                                                    {"EDITION_PROTO3", 999, "proto3"},
                                                    {"EDITION_2023", 1000, "edition 2023"},
                                                    {"EDITION_2024", 1001, "edition 2024"},
                                                    {"EDITION_2026", 1002, "edition 2026"},
                                                    {"EDITION_UNSTABLE", 9999, "no edition yet"}}};

const NamedEdition* FindEdition(std::string_view name) {
  const auto found = std::ranges::find(kEditions, name, &NamedEdition::name);
  return found == kEditions.end() ? nullptr : &*found;
}

}  // namespace

const OptionDecl* FindWritten(const Options& options, std::string_view first,
                              std::string_view second) {
  for (const OptionDecl& option : options.written) {
    const std::size_t parts = second.empty() ? 1 : 2;
    if (option.name.size() != parts || option.name[0].is_extension) continue;
    if (option.name[0].name != first) continue;
    if (parts == 1 || (!option.name[1].is_extension && option.name[1].name == second)) {
      return &option;
    }
  }
  return nullptr;
}

std::string_view WordAfter(std::string_view text, std::string_view name) {
  std::size_t at = text.find(name);
  if (at == std::string_view::npos) return {};
  at = text.find_first_not_of(" \t\r\n:", at + name.size());
  if (at == std::string_view::npos) return {};
  const auto end =
      std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), IsWordChar);
  return text.substr(at, static_cast<std::size_t>(end - text.begin()) - at);
}

std::string LifetimeProblem(const Field& option, Edition edition) {
  if (option.options.written.empty()) return {};
  const OptionDecl* support = FindWritten(option.options, "feature_support", {});
  if (support == nullptr || support->kind != OptionValueKind::kAggregate) return {};
  const int now = static_cast<int>(edition);
  const NamedEdition* since = FindEdition(WordAfter(support->text, "edition_introduced"));
  if (since != nullptr && now < since->number) {
    return fmt::format("`{}` exists since {}", option.name, since->text);
  }
  const NamedEdition* until = FindEdition(WordAfter(support->text, "edition_removed"));
  if (until != nullptr && now >= until->number) {
    return fmt::format("`{}` is gone since {}", option.name, until->text);
  }
  return {};
}

}  // namespace leyline
