// The option `deprecated` of any kind of element.
#pragma once

#include <string>
#include <type_traits>

#include "analyzer/diff/match.h"
#include "analyzer/rules/verdicts.h"
#include "analyzer/schema/options.h"

namespace leyline::rules {

// What an element is called in a sentence: "field `t.M.a`".
std::string Described(const File& file);
std::string Described(const Message& message);
std::string Described(const Field& field);
std::string Described(const Enum& enumeration);
std::string Described(const EnumValue& value);
std::string Described(const Service& service);
std::string Described(const Method& method);

bool IsDeprecated(const File& file);
bool IsDeprecated(const Message& message);
bool IsDeprecated(const Field& field);
bool IsDeprecated(const Enum& enumeration);
bool IsDeprecated(const EnumValue& value);
bool IsDeprecated(const Service& service);
bool IsDeprecated(const Method& method);

// Nothing changes wherever the element can be seen.
template <class Node>
void JudgeDeprecation(Change& change, const Node& /*node*/) {
  constexpr bool kIsCalled = std::is_same_v<Node, Service> || std::is_same_v<Node, Method>;
  if constexpr (kIsCalled) {
    Judge(change, {Surface::kRpc, kSafe, kSafe});
  } else {
    Judge(change, kSameData);
  }
  Judge(change, {Surface::kSource, kSafe});
}

}  // namespace leyline::rules
