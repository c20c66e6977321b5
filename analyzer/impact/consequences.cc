#include "analyzer/impact/consequences.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace leyline {
namespace {

// Of each role: when it is safe to go first or last, and what it means that neither is.
struct RoleText {
  std::string_view first;
  std::string_view last;
  std::string_view neither;
};
constexpr RoleText kRoleTexts[] = {
    {"", "", ""},  // owns: others exchange it
    {"before its readers", "after its readers", "no order is safe for its readers"},
    {"before its writers", "after its writers", "no order is safe"},
    {"can't go back once new data is stored", "can't read what it has stored",
     "can't read what it has stored, nor go back once new data is stored"},
    {"before its callers", "after its callers", "no order is safe"},
    {"before the servers", "after the servers", "no order is safe"},
};

std::string OrderTextOf(const Hit& hit) {
  const RoleText& text = kRoleTexts[static_cast<std::size_t>(hit.role)];
  const Level worse = std::max(hit.meeting.if_first, hit.meeting.if_last);
  const Order order = OrderOf(hit.meeting);
  if (order == Order::kNeither) return std::string(text.neither);
  if (order == Order::kAny) {
    return worse == Level::kCompatible ? "" : "safe as long as the condition holds";
  }
  const std::string_view when = order == Order::kReaderFirst ? text.first : text.last;
  const bool conditional = worse == Level::kConditional;
  if (when.empty()) return "";
  if (hit.role == Role::kStores) {
    return fmt::format("{}{}", when, conditional ? ", outside the condition" : "");
  }
  if (conditional) return fmt::format("safe {}, else as long as the condition holds", when);
  const bool is_safe = std::min(hit.meeting.if_first, hit.meeting.if_last) == Level::kCompatible;
  return fmt::format("safe only {}{}", when, is_safe ? "" : ", as long as the condition holds");
}

}  // namespace

std::string_view Verb(Level level, HowKnown evidence) {
  const bool declared = evidence == HowKnown::kDeclared;
  if (level == Level::kCompatible) return "";
  if (level == Level::kConditional) {
    return declared ? "breaks outside the condition" : "may break outside the condition";
  }
  return declared && level == Level::kBreaking ? "breaks" : "may break";
}

std::string_view HitVerb(HowKnown evidence) {
  return evidence == HowKnown::kDeclared ? "hits" : "may hit";
}

std::vector<std::string> ConsequencesOf(const Hit& hit) {
  if (hit.meeting.worst() == Level::kUnknown) return {"what it means depends on the change"};
  std::vector<std::string> words;
  if (std::string order = OrderTextOf(hit); !order.empty()) words.push_back(std::move(order));
  if (hit.meeting.passed_on != Level::kCompatible) {
    const bool sure = hit.meeting.passed_on == Level::kBreaking;
    const bool rewrites = hit.role == Role::kStores && !hit.forwards;
    words.push_back(fmt::format("{} data when it {}", sure ? "loses" : "may lose",
                                rewrites ? "rewrites it" : "passes it on"));
  }
  if (hit.meeting.code != Level::kCompatible) words.emplace_back("its code must be edited");
  return words;
}

}  // namespace leyline
