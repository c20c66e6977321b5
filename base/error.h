// What went wrong when a job is impossible. Findings are not errors, and neither are bugs (CHECK).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace leyline {

// A place in an input. Lines and columns are 1-based; columns count bytes. 0 means "not known".
struct SourceSpan {
  std::string file = {};  // relative to the input's root
  int32_t line = 0;
  int32_t column = 0;

  auto operator<=>(const SourceSpan&) const = default;
};

// The class of an error decides the exit code.
enum class ErrorKind : uint8_t {
  kUsage,     // a flag or argument is wrong                        exit 2
  kConfig,    // leyline.yaml, policy or a record is not valid      exit 2
  kInput,     // a contract can't be read or compiled               exit 3
  kStore,     // the event log or the service can't be reached      exit 4
  kOutput,    // a report can't be written                          exit 74
  kInternal,  // a bug in Leyline                                   exit 70
};

struct Error {
  ErrorKind kind = ErrorKind::kInput;
  std::string code = {};     // "LG1010", or empty where the problem has no code of its own
  std::string message = {};  // lower case, no full stop: what was seen, then what was expected
  std::optional<SourceSpan> where = {};
  std::string fix = {};  // what to do about it, often a command; may be empty
};

// All errors of one job, in the order they were met; never empty when it stands for a failure.
using Errors = std::vector<Error>;

// "file:line:col: error LG1010: message (fix: ...)", one line, no line end.
std::string Format(const Error& error);

// Sorts by place and drops exact repeats, so that output doesn't depend on threads.
void SortAndDedupe(Errors& errors);

}  // namespace leyline
