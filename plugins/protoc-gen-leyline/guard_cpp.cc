#include <algorithm>

#include <fmt/format.h>

#include "base/strings.h"
#include "plugins/protoc-gen-leyline/guard.h"

namespace leyline {
namespace {

// Words that can't name a namespace in C++20: `_` is written behind, as newer versions of protoc
// do. 3.21 writes them as they are, which no compiler takes.
constexpr std::string_view kKeywords[] = {
    "NULL",         "alignas",   "alignof",       "and",
    "and_eq",       "asm",       "auto",          "bitand",
    "bitor",        "bool",      "break",         "case",
    "catch",        "char",      "char16_t",      "char32_t",
    "char8_t",      "class",     "co_await",      "co_return",
    "co_yield",     "compl",     "concept",       "const",
    "const_cast",   "consteval", "constexpr",     "constinit",
    "continue",     "decltype",  "default",       "delete",
    "do",           "double",    "dynamic_cast",  "else",
    "enum",         "explicit",  "export",        "extern",
    "false",        "float",     "for",           "friend",
    "goto",         "if",        "inline",        "int",
    "long",         "mutable",   "namespace",     "new",
    "noexcept",     "not",       "not_eq",        "nullptr",
    "operator",     "or",        "or_eq",         "private",
    "protected",    "public",    "register",      "reinterpret_cast",
    "requires",     "return",    "short",         "signed",
    "sizeof",       "static",    "static_assert", "static_cast",
    "struct",       "switch",    "template",      "this",
    "thread_local", "throw",     "true",          "try",
    "typedef",      "typeid",    "typename",      "union",
    "unsigned",     "using",     "virtual",       "void",
    "volatile",     "wchar_t",   "while",         "xor",
    "xor_eq"};

std::string NamespaceOf(std::string_view package) {
  std::string name;
  if (package.empty()) return "leyline_guard";
  for (std::string_view part : Split(package, '.')) {
    name += part;
    if (std::binary_search(std::begin(kKeywords), std::end(kKeywords), part)) name += '_';
    name += "::";
  }
  return name + "leyline_guard";
}

std::string_view Accepts(Mode mode) {
  constexpr std::string_view kConditions[] = {
      "message_version == CURRENT_VERSION",
      "message_version >= MIN_SUPPORTED_VERSION && message_version <= CURRENT_VERSION",
      "message_version >= CURRENT_VERSION && message_version <= MAX_SUPPORTED_VERSION",
      "message_version >= MIN_SUPPORTED_VERSION && message_version <= MAX_SUPPORTED_VERSION"};
  return kConditions[static_cast<std::size_t>(mode)];
}

constexpr std::string_view kHead = R"(// Made by protoc-gen-leyline. Do not edit.
// Rejects messages of a schema version that this program can't deal with. C++17, no dependencies.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

)";

constexpr std::string_view kBody = R"(
// The digest of a message of this package as this program knows it; empty for other names.
constexpr ::std::string_view contract_digest(::std::string_view contract) {{
  ::std::size_t first = 0;
  ::std::size_t size = CONTRACT_DIGESTS.size();
  while (size != 0) {{
    const ::std::size_t half = size / 2;
    const ContractDigest& known = CONTRACT_DIGESTS[first + half];
    const int order = contract.compare(known.contract);
    if (order == 0) return known.digest;
    if (order > 0) first += half + 1;
    size = order > 0 ? size - half - 1 : half;
  }}
  return {{}};
}}

// Told of each rejected message; may be called from several threads.
using MismatchHook = void (*)(::std::string_view metric, ::std::int64_t message_version);

class SchemaVersion {{
 public:
  static constexpr ::std::int64_t CURRENT_VERSION = {};
  static constexpr ::std::int64_t MIN_SUPPORTED_VERSION = {};
  static constexpr ::std::int64_t MAX_SUPPORTED_VERSION = {};
  static constexpr ::std::string_view COMPATIBILITY_MODE = "{}";
  // The name of the counter.
  static constexpr ::std::string_view MISMATCHES_METRIC = "leyline.version.mismatches";

  // Whether it is exactly this program's version.
  static constexpr bool validate_version(::std::int64_t version) {{
    return version == CURRENT_VERSION;
  }}

  static constexpr ::std::int64_t get_version() {{ return CURRENT_VERSION; }}

  // Whether a message of that version may be read, by the mode. If not: reject the message; it has
  // been counted.
  static bool check_compatibility(::std::int64_t message_version) {{
    if ({}) return true;
    mismatches_.fetch_add(1, ::std::memory_order_relaxed);
    const MismatchHook hook = hook_.load(::std::memory_order_acquire);
    if (hook != nullptr) hook(MISMATCHES_METRIC, message_version);
    return false;
  }}

  // How many messages were rejected since the program started.
  static ::std::uint64_t mismatches() {{ return mismatches_.load(::std::memory_order_relaxed); }}

  // Null: none.
  static void on_mismatch(MismatchHook hook) {{ hook_.store(hook, ::std::memory_order_release); }}

 private:
  static inline ::std::atomic<::std::uint64_t> mismatches_{{0}};
  static inline ::std::atomic<MismatchHook> hook_{{nullptr}};
}};

}}  // namespace {}
)";

}  // namespace

std::string GuardCpp(const GuardView& view) {
  const std::string space = NamespaceOf(view.package);
  std::string out(kHead);
  out += fmt::format("namespace {} {{\n\n", space);
  out += "// What each message means on the wire and in JSON, SHA-256. Sorted by name.\n";
  out +=
      "struct ContractDigest {\n  ::std::string_view contract;\n  ::std::string_view digest;\n};\n";
  out += fmt::format("inline constexpr ::std::array<ContractDigest, {}> CONTRACT_DIGESTS = {{{{\n",
                     view.contracts.size());
  // With lengths: compilers count steps of what they evaluate, and counting letters takes most.
  for (const ContractLine& line : view.contracts) {
    out += fmt::format("    {{{{\"{}\", {}}},\n     {{\"{}\", {}}}}},\n", line.name,
                       line.name.size(), line.digest, line.digest.size());
  }
  out += "}};\n";
  const GuardRules& rules = view.rules;
  out += fmt::format(kBody, rules.current_version, rules.min_supported_version,
                     rules.max_supported_version(), NameOf(rules.mode), Accepts(rules.mode), space);
  return out;
}

}  // namespace leyline
