// Short ways to parse a text and to say what came out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "analyzer/syntax/parse.h"

namespace leyline::test {

// Every error as "line:column: message (fix)".
inline std::vector<std::string> ErrorsOf(const Parsed& parsed) {
  std::vector<std::string> errors;
  for (const Error& error : parsed.errors) {
    EXPECT_EQ(error.kind, ErrorKind::kInput);
    EXPECT_TRUE(error.where.has_value());
    const SourceSpan where = error.where.value_or(SourceSpan{});
    const std::string fix = error.fix.empty() ? "" : fmt::format(" ({})", error.fix);
    errors.push_back(fmt::format("{}:{}: {}{}", where.line, where.column, error.message, fix));
  }
  return errors;
}

inline std::vector<std::string> ErrorsOf(std::string_view text) {
  return ErrorsOf(Parse("a.proto", std::string(text)));
}

// A file without errors.
inline std::unique_ptr<File> ParseFine(std::string_view text) {
  Parsed parsed = Parse("a.proto", std::string(text));
  EXPECT_EQ(ErrorsOf(parsed), std::vector<std::string>{}) << text;
  return std::move(parsed.file);
}

// The text from an offset on, up to `size` bytes: what a position points at.
inline std::string_view TextAt(const File& file, Offset offset, std::size_t size) {
  return std::string_view(file.text).substr(offset, size);
}

}  // namespace leyline::test
