#include <string>

#include <gtest/gtest.h>

#include "analyzer/syntax/complaints.h"
#include "analyzer/syntax/parse.h"

namespace leyline {
namespace {

struct Case {
  std::string_view text;
  Offset offset;
  int32_t line;
  int32_t column;
};

TEST(SpanAt, CountsLinesAndBytes) {
  for (const Case& c :
       {Case{"abc", 0, 1, 1}, Case{"abc", 2, 1, 3}, Case{"abc", 3, 1, 4}, Case{"a\nbc", 1, 1, 2},
        Case{"a\nbc", 2, 2, 1}, Case{"a\nbc", 3, 2, 2}, Case{"a\r\nb", 3, 2, 1},
        Case{"\n\n\n", 2, 3, 1}, Case{"\t\xC3\xA9x", 3, 1, 4}, Case{"", 0, 1, 1}}) {
    const SourceSpan span = SpanAt("d/a.proto", c.text, c.offset);
    EXPECT_EQ(span, (SourceSpan{.file = "d/a.proto", .line = c.line, .column = c.column}))
        << c.text << " at " << c.offset;
  }
}

TEST(SpanAt, StandsOffsetsBeyondTheText) {
  EXPECT_EQ(SpanAt("a", "x\ny", 99), (SourceSpan{.file = "a", .line = 2, .column = 2}));
  EXPECT_EQ(SpanAt("a", "x\ny", kNoOffset), (SourceSpan{.file = "a", .line = 1, .column = 1}));
}

TEST(SpanAt, AByteOrderMarkTakesNoColumns) {
  EXPECT_EQ(SpanAt("a", "\xEF\xBB\xBFx", 3), (SourceSpan{.file = "a", .line = 1, .column = 1}));
  EXPECT_EQ(SpanAt("a", "\xEF\xBB\xBFx", 0), (SourceSpan{.file = "a", .line = 1, .column = 1}));
}

TEST(Complaints, ComeSortedByPlaceWithTheirFix) {
  syntax::Complaints complaints;
  complaints.Add(4, "second", "do that");
  complaints.Add(0, "first");
  const Errors errors = complaints.ToErrors("a.proto", "ab\ncd");
  ASSERT_EQ(errors.size(), 2u);
  EXPECT_EQ(Format(errors[0]), "a.proto:1:1: error: first");
  EXPECT_EQ(Format(errors[1]), "a.proto:2:2: error: second (fix: do that)");
}

}  // namespace
}  // namespace leyline
