#include "base/error.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "base/strings.h"

namespace leyline {
namespace {

std::string PlaceOf(const SourceSpan& where) {
  if (where.line == 0) return Printable(where.file);
  return fmt::format("{}:{}:{}", Printable(where.file), where.line, where.column);
}

auto Key(const Error& error) { return std::tie(error.where, error.code, error.message, error.fix); }

}  // namespace

std::string Format(const Error& error) {
  std::string line;
  if (error.where.has_value()) line += PlaceOf(*error.where) + ": ";
  line += "error";
  if (!error.code.empty()) line += " " + error.code;
  line += ": " + Printable(error.message);
  if (!error.fix.empty()) line += " (fix: " + Printable(error.fix) + ")";
  return line;
}

void SortAndDedupe(Errors& errors) {
  std::stable_sort(errors.begin(), errors.end(),
                   [](const Error& a, const Error& b) { return Key(a) < Key(b); });
  errors.erase(std::unique(errors.begin(), errors.end(),
                           [](const Error& a, const Error& b) { return Key(a) == Key(b); }),
               errors.end());
}

}  // namespace leyline
