// google.api.http by meaning: the HTTP requests that a method answers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace leyline::rules {

inline constexpr uint32_t kGoogleApiHttp = 72295728;  // in MethodOptions

// One way to call a method over HTTP. Names of path variables are no part of what a client sends.
struct HttpBinding {
  std::string route;  // "GET /v1/{*}/books"
  std::string body;   // "*", a field's name, or nothing
  std::string response_body;

  bool operator==(const HttpBinding&) const = default;
};

// The bindings in the bytes of a method's options, additional ones included; malformed ones are
// left out.
std::vector<HttpBinding> HttpBindingsOf(std::string_view options);

struct HttpChange {
  std::vector<std::string> removed;   // routes that only the old side answers
  std::vector<std::string> added;     // routes that only the new side answers
  std::vector<std::string> reshaped;  // routes with another body
};
HttpChange CompareHttp(std::string_view before_options, std::string_view after_options);

}  // namespace leyline::rules
