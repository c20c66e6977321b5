#include "base/error.h"

#include <gtest/gtest.h>

namespace leyline {
namespace {

Error At(std::string file, int32_t line, std::string message) {
  return {.kind = ErrorKind::kInput,
          .code = "",
          .message = std::move(message),
          .where = SourceSpan{.file = std::move(file), .line = line, .column = 3},
          .fix = ""};
}

TEST(Error, FormatsPlaceCodeMessageAndFix) {
  Error error = At("policy.yaml", 7, "unknown key `severty`");
  error.code = "LG1010";
  error.fix = "did you mean `severity`?";
  EXPECT_EQ(Format(error),
            "policy.yaml:7:3: error LG1010: unknown key `severty` (fix: did you mean `severity`?)");
}

TEST(Error, LeavesOutWhatIsNotKnown) {
  EXPECT_EQ(Format({.message = "no such folder"}), "error: no such folder");
  EXPECT_EQ(Format({.message = "m", .where = SourceSpan{.file = "a.proto"}}), "a.proto: error: m");
}

TEST(Error, UntrustedTextCannotSteerTheTerminal) {
  EXPECT_EQ(Format(At("a\nb", 1, "\x1b[31m")), "a\\x0ab:1:3: error: \\x1b[31m");
}

TEST(Error, SortsByPlaceAndDropsRepeats) {
  Errors errors = {At("b", 1, "x"), At("a", 2, "y"), At("a", 1, "z"), At("a", 2, "y")};
  SortAndDedupe(errors);
  ASSERT_EQ(errors.size(), 3u);
  EXPECT_EQ(errors[0].message, "z");
  EXPECT_EQ(errors[1].message, "y");
  EXPECT_EQ(errors[2].message, "x");
}

}  // namespace
}  // namespace leyline
