// Small contracts for tests of the linker.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/schema/snapshot.h"

namespace leyline {

struct SourceText {
  std::string path;
  std::string text;
};

// Parses and links the files; google/protobuf/* that they import come from the built-in texts.
// Syntax errors are returned as they are, before linking.
Result<Snapshot> LinkTexts(const std::vector<SourceText>& sources, const LinkOptions& options = {});

// Several files in one text: "-- b.proto" on a line of its own starts the file b.proto; what stands
// before the first such line is t.proto.
std::vector<SourceText> SplitFiles(std::string_view text);

// "t.proto:1:24: message": the errors, one a line, without their fixes; empty when there are none.
std::string LinkErrors(std::string_view text, const LinkOptions& options = {});

// The snapshot of files that must link; fails the test otherwise.
Snapshot LinkOrFail(std::string_view text);

struct LinkCase {
  std::string_view name;
  std::string_view text;
  std::string_view errors;   // LinkErrors
  std::string_view differs;  // why libprotobuf 3.21 takes the other view; empty: it doesn't
};

// Each case gives its errors; and of proto2 and proto3, libprotobuf refuses what has any.
void ExpectErrors(std::span<const LinkCase> cases);

}  // namespace leyline
