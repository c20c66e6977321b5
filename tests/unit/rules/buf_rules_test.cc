// Each literal names buf's rules for the same change: they exist, and none of buf's is left out.
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/rules/rule.h"
#include "base/process.h"
#include "base/strings.h"

namespace leyline {
namespace {

using ::testing::IsSupersetOf;
using ::testing::UnorderedElementsAreArray;

using Names = std::set<std::string, std::less<>>;

// `buf config ls-breaking-rules` of 1.75.0, in its order of categories.
constexpr std::string_view kBufRules[] = {
    "ENUM_NO_DELETE",
    "EXTENSION_NO_DELETE",
    "FILE_NO_DELETE",
    "MESSAGE_NO_DELETE",
    "SERVICE_NO_DELETE",
    "ENUM_SAME_TYPE",
    "ENUM_VALUE_NO_DELETE",
    "EXTENSION_MESSAGE_NO_DELETE",
    "FIELD_NO_DELETE",
    "FIELD_SAME_CARDINALITY",
    "FIELD_SAME_CPP_STRING_TYPE",
    "FIELD_SAME_JAVA_UTF8_VALIDATION",
    "FIELD_SAME_JSTYPE",
    "FIELD_SAME_TYPE",
    "FIELD_SAME_UTF8_VALIDATION",
    "FILE_SAME_CC_ENABLE_ARENAS",
    "FILE_SAME_CC_GENERIC_SERVICES",
    "FILE_SAME_CSHARP_NAMESPACE",
    "FILE_SAME_GO_PACKAGE",
    "FILE_SAME_JAVA_GENERIC_SERVICES",
    "FILE_SAME_JAVA_MULTIPLE_FILES",
    "FILE_SAME_JAVA_OUTER_CLASSNAME",
    "FILE_SAME_JAVA_PACKAGE",
    "FILE_SAME_OBJC_CLASS_PREFIX",
    "FILE_SAME_OPTIMIZE_FOR",
    "FILE_SAME_PHP_CLASS_PREFIX",
    "FILE_SAME_PHP_METADATA_NAMESPACE",
    "FILE_SAME_PHP_NAMESPACE",
    "FILE_SAME_PY_GENERIC_SERVICES",
    "FILE_SAME_RUBY_PACKAGE",
    "FILE_SAME_SWIFT_PREFIX",
    "FILE_SAME_SYNTAX",
    "MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR",
    "ONEOF_NO_DELETE",
    "RPC_NO_DELETE",
    "PACKAGE_ENUM_NO_DELETE",
    "PACKAGE_EXTENSION_NO_DELETE",
    "PACKAGE_MESSAGE_NO_DELETE",
    "PACKAGE_NO_DELETE",
    "PACKAGE_SERVICE_NO_DELETE",
    "ENUM_SAME_JSON_FORMAT",
    "ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED",
    "ENUM_VALUE_SAME_NAME",
    "FIELD_NO_DELETE_UNLESS_NAME_RESERVED",
    "FIELD_SAME_JSON_NAME",
    "FIELD_SAME_NAME",
    "FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY",
    "FIELD_WIRE_JSON_COMPATIBLE_TYPE",
    "MESSAGE_SAME_JSON_FORMAT",
    "ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED",
    "FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED",
    "FIELD_SAME_DEFAULT",
    "FIELD_SAME_ONEOF",
    "FIELD_WIRE_COMPATIBLE_CARDINALITY",
    "FIELD_WIRE_COMPATIBLE_TYPE",
    "FILE_SAME_PACKAGE",
    "MESSAGE_SAME_REQUIRED_FIELDS",
    "RESERVED_ENUM_NO_DELETE",
    "RESERVED_MESSAGE_NO_DELETE",
    "RPC_SAME_CLIENT_STREAMING",
    "RPC_SAME_IDEMPOTENCY_LEVEL",
    "RPC_SAME_REQUEST_TYPE",
    "RPC_SAME_RESPONSE_TYPE",
    "RPC_SAME_SERVER_STREAMING",
};

Names Kept() { return {std::begin(kBufRules), std::end(kBufRules)}; }

// The first word of each line; capitals only, which leaves out the heading.
Names NamesIn(std::string_view table) {
  Names names;
  for (std::string_view line : Split(table, '\n')) {
    const std::string_view word = line.substr(0, line.find(' '));
    if (word.find('_') != std::string_view::npos) names.emplace(word);
  }
  return names;
}

TEST(BufRulesTest, LiteralsNameAllOfThemAndNoOther) {
  Names named;
  for (const Rule* rule : AllRules()) {
    if (rule->buf.empty()) continue;
    std::set<std::string_view> once;
    for (std::string_view name : Split(rule->buf, ',')) {
      if (name.starts_with(' ')) name.remove_prefix(1);
      EXPECT_TRUE(Kept().contains(name)) << rule->id << " names `" << name << "`";
      EXPECT_TRUE(once.insert(name).second) << rule->id << " names " << name << " twice";
      named.emplace(name);
    }
  }
  EXPECT_THAT(named, UnorderedElementsAreArray(Kept()));
}

TEST(BufRulesTest, TheListIsBufs) {
  const char* buf = std::getenv("LEYLINE_BUF");
  if (buf == nullptr) GTEST_SKIP() << "LEYLINE_BUF is not set: name the program `buf` in it";
  RealProcess process;
  const Result<Exit> exit =
      process.Run({.argv = {buf, "config", "ls-breaking-rules", "--version", "v2"}});
  ASSERT_TRUE(exit.has_value());
  ASSERT_EQ(exit->code, 0) << exit->err;
  // A later buf may have more.
  EXPECT_THAT(NamesIn(exit->out), IsSupersetOf(Kept()));
}

}  // namespace
}  // namespace leyline
