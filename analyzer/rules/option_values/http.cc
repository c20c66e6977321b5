#include "analyzer/rules/option_values/http.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "analyzer/schema/wire.h"

namespace leyline::rules {
namespace {

// Field numbers of google.api.HttpRule.
constexpr std::array<std::string_view, 7> kVerbs = {"",     "",       "GET",  "PUT",
                                                    "POST", "DELETE", "PATCH"};
constexpr uint32_t kBody = 7;
constexpr uint32_t kCustom = 8;
constexpr uint32_t kAdditional = 11;
constexpr uint32_t kResponseBody = 12;

// "/v1/{name=shelves/*}:read" -> "/v1/{shelves/*}:read"; "{id}" is short for "{id=*}".
std::string Nameless(std::string_view path) {
  std::string route;
  while (!path.empty()) {
    const std::size_t open = path.find('{');
    const std::size_t close = path.find('}', open == std::string_view::npos ? 0 : open);
    if (open == std::string_view::npos || close == std::string_view::npos) break;
    const std::string_view variable = path.substr(open + 1, close - open - 1);
    const std::size_t equals = variable.find('=');
    route.append(path.substr(0, open)).append("{");
    route.append(equals == std::string_view::npos ? "*" : variable.substr(equals + 1)).append("}");
    path.remove_prefix(close + 1);
  }
  return route.append(path);
}

// `custom: {kind: "HEAD" path: "/v1/x"}`
std::string CustomRoute(std::string_view bytes) {
  std::string_view kind;
  std::string_view path;
  WireReader reader(bytes);
  for (WireField field; reader.Next(field);) {
    if (field.number == 1) kind = field.payload;
    if (field.number == 2) path = field.payload;
  }
  return fmt::format("{} {}", kind, Nameless(path));
}

void AddBindings(std::string_view rule, bool is_outer, std::vector<HttpBinding>& bindings) {
  HttpBinding binding;
  std::vector<std::string_view> additional;
  WireReader reader(rule);
  for (WireField field; reader.Next(field);) {
    if (field.type != WireType::kBytes) continue;
    if (field.number == kBody) binding.body = field.payload;
    if (field.number == kResponseBody) binding.response_body = field.payload;
    if (field.number == kCustom) binding.route = CustomRoute(field.payload);
    if (field.number == kAdditional) additional.push_back(field.payload);
    if (field.number < kVerbs.size() && !kVerbs[field.number].empty()) {
      binding.route = fmt::format("{} {}", kVerbs[field.number], Nameless(field.payload));
    }
  }
  if (!binding.route.empty()) bindings.push_back(std::move(binding));
  if (!is_outer) return;  // additional bindings have none of their own
  for (std::string_view other : additional) AddBindings(other, /*is_outer=*/false, bindings);
}

const HttpBinding* Find(const std::vector<HttpBinding>& bindings, std::string_view route) {
  const auto at = std::find_if(bindings.begin(), bindings.end(),
                               [&](const HttpBinding& binding) { return binding.route == route; });
  return at == bindings.end() ? nullptr : &*at;
}

}  // namespace

std::vector<HttpBinding> HttpBindingsOf(std::string_view options) {
  std::vector<HttpBinding> bindings;
  std::string rule;  // a message option may stand in several parts
  WireReader reader(options);
  for (WireField field; reader.Next(field);) {
    if (field.number == kGoogleApiHttp && field.type == WireType::kBytes) rule += field.payload;
  }
  AddBindings(rule, /*is_outer=*/true, bindings);
  return bindings;
}

HttpChange CompareHttp(std::string_view before_options, std::string_view after_options) {
  const std::vector<HttpBinding> before = HttpBindingsOf(before_options);
  const std::vector<HttpBinding> after = HttpBindingsOf(after_options);
  HttpChange change;
  for (const HttpBinding& binding : before) {
    const HttpBinding* partner = Find(after, binding.route);
    if (partner == nullptr) change.removed.push_back(binding.route);
    if (partner != nullptr && *partner != binding) change.reshaped.push_back(binding.route);
  }
  for (const HttpBinding& binding : after) {
    if (Find(before, binding.route) == nullptr) change.added.push_back(binding.route);
  }
  return change;
}

}  // namespace leyline::rules
