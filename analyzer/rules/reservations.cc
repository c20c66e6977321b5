#include "analyzer/rules/reservations.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace leyline::rules {
namespace {

template <class Members>
Reservations Without(Reservations reservations, const Members& members) {
  std::vector<int32_t> numbers;
  std::vector<std::string_view> names;
  for (const auto& member : members) {
    numbers.push_back(member.number);
    names.push_back(member.name);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return Minus(reservations, {.numbers = NumberSet(std::span<const int32_t>(numbers)),
                              .names = std::move(names)});
}

std::string NamesOf(const Reservations& reservations, std::string_view quote) {
  std::string text;
  for (std::string_view name : reservations.names) {
    text += fmt::format("{}{}{}{}", text.empty() ? "" : ", ", quote, name, quote);
  }
  return text;
}

}  // namespace

Reservations Difference(const Message& more, const Message& less) {
  if (more.reserved_ranges.empty() && more.reserved_names.empty()) return {};
  return Without(Minus(ReservationsOf(more), ReservationsOf(less)), less.fields);
}

Reservations Difference(const Enum& more, const Enum& less) {
  if (more.reserved_ranges.empty() && more.reserved_names.empty()) return {};
  return Without(Minus(ReservationsOf(more), ReservationsOf(less)), less.values);
}

Facts FactsOf(const Reservations& reservations) {
  Facts facts;
  if (!reservations.names.empty()) facts.emplace_back("names", NamesOf(reservations, ""));
  if (!reservations.numbers.empty()) facts.emplace_back("numbers", reservations.numbers.Text());
  return facts;
}

std::string TextOf(const Reservations& reservations) {
  std::string text;
  if (!reservations.numbers.empty()) {
    const std::string numbers = reservations.numbers.Text();
    text = fmt::format("number{} {}", numbers.find(' ') == std::string::npos ? "" : "s", numbers);
  }
  if (reservations.names.empty()) return text;
  return fmt::format("{}{}name{} {}", text, text.empty() ? "" : " and ",
                     reservations.names.size() == 1 ? "" : "s", NamesOf(reservations, "`"));
}

}  // namespace leyline::rules
