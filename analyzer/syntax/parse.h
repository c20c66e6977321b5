// Text of one .proto file -> declarations. proto2, proto3, editions 2023 and 2024.
#pragma once

#include <memory>
#include <string>

#include "analyzer/model/model.h"
#include "base/error.h"

namespace leyline {

// Limits that keep hostile files harmless; beyond them the file is refused with an error.
struct ParseLimits {
  uint32_t file_bytes = 16u << 20;
  int nesting = 31;            // messages and groups; protoc and buf refuse the 32nd
  int aggregate_nesting = 64;  // braces inside an option's value
};

struct Parsed {
  std::unique_ptr<File> file;  // never null; incomplete where there were errors
  Errors errors;               // syntax errors with file:line:col; empty when the file is fine
};

// Never fails as a whole: after an error the parser skips to the next statement and goes on, so that
// all errors of a file come at once. Pure; safe to call from several threads.
Parsed Parse(std::string path, std::string text, const ParseLimits& limits = {});

// 1-based line and column (in bytes, tabs count as one) of an offset in a text.
SourceSpan SpanAt(const std::string& path, std::string_view text, Offset offset);

}  // namespace leyline
