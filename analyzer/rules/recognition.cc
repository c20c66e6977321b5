#include "analyzer/rules/recognition.h"

#include <vector>

#include <fmt/format.h>

namespace leyline::rules {
namespace {

std::string Shared(const Evidence& evidence, std::string_view members) {
  if (evidence.of == 0) return fmt::format("it has no {} to tell it by", members);
  if (evidence.shared == evidence.of) return fmt::format("all {} are the same", members);
  return fmt::format("{} of {} {} are the same", evidence.shared, evidence.of, members);
}

// Beyond this many the rest of a ring is counted.
constexpr std::size_t kMaxNamed = 4;

}  // namespace

std::string DoubtOf(const Evidence& evidence, std::string_view members) {
  if (evidence.is_sure) return "";
  std::string text = "; likely, not certain: " + Shared(evidence, members);
  if (evidence.uses_followed) return text + ", and its uses followed";
  if (evidence.names_alike) return text + ", and the names are alike";
  return text + ", though nothing else confirms it";
}

std::string NumberDoubtOf(const Evidence& evidence) {
  if (evidence.is_sure) return "";
  std::string_view why = "the type is another one";
  if (!evidence.names_alike) {
    why = evidence.is_same_type ? "the names are not alike"
                                : "neither the names nor the types are alike";
  }
  return fmt::format(", or its number was given to something else: {}", why);
}

std::string ExchangeOf(const Exchange* exchange, std::string_view self) {
  if (exchange == nullptr) return "";
  std::vector<std::string> others;
  for (std::string_view name : exchange->names) {
    if (name != self) others.push_back(fmt::format("`{}`", name));
    if (others.size() == kMaxNamed) break;
  }
  if (others.size() == 1) return fmt::format(", exchanged with {}", others[0]);
  if (exchange->names.size() - 1 > kMaxNamed) {
    others.back() = fmt::format("{} more", exchange->names.size() - kMaxNamed);
  }
  const std::string last = others.back();
  others.pop_back();
  return fmt::format(", exchanged in a ring with {} and {}", fmt::join(others, ", "), last);
}

}  // namespace leyline::rules
