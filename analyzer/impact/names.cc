#include "analyzer/impact/impact.h"

namespace leyline {
namespace {

template <class Word, std::size_t kSize>
std::string_view In(const std::string_view (&names)[kSize], Word word) {
  return names[static_cast<std::size_t>(word)];
}

}  // namespace

std::string_view NameOf(Risk risk) {
  constexpr std::string_view kNames[] = {"LOW", "MEDIUM", "HIGH", "CRITICAL"};
  return In(kNames, risk);
}

std::string_view NameOf(Role role) {
  constexpr std::string_view kNames[] = {"owns", "writes", "reads", "stores", "serves", "calls"};
  return In(kNames, role);
}

std::string_view NameOf(HowKnown evidence) {
  constexpr std::string_view kNames[] = {"DECLARED", "TYPE_GRAPH"};
  return In(kNames, evidence);
}

std::string_view NameOf(EdgeKind kind) {
  constexpr std::string_view kNames[] = {"DATA", "STORED", "REQUEST", "REPLY"};
  return In(kNames, kind);
}

std::string_view NameOf(Order order) {
  constexpr std::string_view kNames[] = {"ANY", "READER_FIRST", "WRITER_FIRST", "NEITHER"};
  return In(kNames, order);
}

std::string_view NameOf(PhaseKind kind) {
  constexpr std::string_view kNames[] = {"EXPAND", "MIGRATE", "CONTRACT"};
  return In(kNames, kind);
}

std::string_view NameOf(SizeDelta::Kind kind) {
  constexpr std::string_view kNames[] = {"MESSAGE", "REQUEST", "REPLY", "STORED"};
  return In(kNames, kind);
}

}  // namespace leyline
