#include "tests/oracle/divergences.h"

namespace leyline {
namespace {

constexpr Divergence kDivergences[] = {
    {false, "ends before it starts", "ranges_reserved_backwards.proto"},
    {false, "has JSON name", "fields_json_custom_conflict.proto"},
    {false, "expected eight hex digits", "lex_no_code_point.proto"},
    {false, "sets `map_entry`, which is for compilers only", "maps_entry_option.proto"},
    {false, "expected 1 to 2147483646", "ranges_reserved_int32_max.proto"},
    {false, "a full name of", "names_long_nested.proto"},
    {true, "The JSON camel-case name of field", "fields_json_case_conflict.proto"},
};

}  // namespace

std::span<const Divergence> KnownDivergences() { return kDivergences; }

bool IsKnownDivergence(bool leyline_accepts, std::string_view complaint) {
  for (const Divergence& known : kDivergences) {
    const bool same = complaint.find(known.complaint) != std::string_view::npos;
    if (same && known.leyline_accepts == leyline_accepts) return true;
  }
  return false;
}

}  // namespace leyline
