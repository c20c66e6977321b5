// Result<T>: a value, or the errors that made it impossible. No exception crosses a room.
#pragma once

#include <string>
#include <utility>

#include <tl/expected.hpp>

#include "base/error.h"

namespace leyline {

template <class T>
class [[nodiscard]] Result : public tl::expected<T, Errors> {
 public:
  using tl::expected<T, Errors>::expected;
  // Implicit on purpose: the result of map() and and_then() is a Result again.
  Result(tl::expected<T, Errors>&& other)  // NOLINT(google-explicit-constructor)
      : tl::expected<T, Errors>(std::move(other)) {}
};

using Status = Result<void>;

// `return Fail({.kind = ErrorKind::kInput, .message = "..."});`
inline tl::unexpected<Errors> Fail(Error error) {
  Errors errors;
  errors.push_back(std::move(error));
  return tl::unexpected<Errors>(std::move(errors));
}
inline tl::unexpected<Errors> Fail(Errors errors) {
  return tl::unexpected<Errors>(std::move(errors));
}

}  // namespace leyline
