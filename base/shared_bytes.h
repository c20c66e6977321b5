// Bytes that several hold, wherever they are: a string, or a file mapped into memory.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace leyline {

struct SharedBytes {
  SharedBytes() = default;
  SharedBytes(std::string text) {  // NOLINT(google-explicit-constructor): it is the same bytes
    auto held = std::make_shared<const std::string>(std::move(text));
    bytes = *held;
    owner = std::move(held);
  }
  SharedBytes(const char* text) : SharedBytes(std::string(text)) {}  // NOLINT: as above
  SharedBytes(std::shared_ptr<const void> held, std::string_view view)
      : owner(std::move(held)), bytes(view) {}

  std::shared_ptr<const void> owner;  // keeps the bytes
  std::string_view bytes;
};

}  // namespace leyline
