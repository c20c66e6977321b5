#include "analyzer/witness/proto_json/problem.h"

#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/strings.h"

namespace leyline {

bool ProblemTrail::Refuse(std::string what) {
  what_ = std::move(what);
  return false;
}

bool ProblemTrail::Under(std::string_view part) {
  where_.insert(0, part);
  return false;
}

bool ProblemTrail::UnderIndex(int index) { return Under(fmt::format("[{}]", index)); }

bool ProblemTrail::UnderKey(std::string_view key) {
  return Under(fmt::format("[\"{}\"]", Printable(key.substr(0, 60))));
}

std::string ProblemTrail::Problem() const {
  if (where_.empty()) return what_;
  const std::string_view path = where_;
  return fmt::format("`{}`: {}", path.substr(path.starts_with('.') ? 1 : 0), what_);
}

std::string InBackticks(std::string_view text) {
  return fmt::format("`{}`", Printable(text.substr(0, 60)));
}

std::string MissingRequired(const google::protobuf::Message& message) {
  if (message.IsInitialized()) return "";
  std::vector<std::string> missing;
  message.FindInitializationErrors(&missing);
  return fmt::format("required field `{}` is not set", missing.empty() ? "" : missing.front());
}

}  // namespace leyline
