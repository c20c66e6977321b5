#include "records/change_types.h"

#include <algorithm>
#include <string_view>

#include <gtest/gtest.h>

#include "analyzer/rules/rule.h"

namespace leyline {
namespace {

TEST(ChangeTypesTest, AreSortedAndUnique) {
  const auto types = ChangeTypes();
  EXPECT_TRUE(std::is_sorted(types.begin(), types.end()));
  EXPECT_EQ(std::adjacent_find(types.begin(), types.end()), types.end());
  EXPECT_TRUE(IsChangeType("ADD_FIELD"));
  EXPECT_FALSE(IsChangeType("add_field"));
  EXPECT_FALSE(IsChangeType(""));
}

// One vocabulary: a proposal can name whatever a rule can find.
TEST(ChangeTypesTest, HoldEveryRule) {
  for (const Rule* rule : AllRules()) EXPECT_TRUE(IsChangeType(rule->id)) << rule->id;
}

TEST(ChangeTypesTest, Suggestions) {
  const struct {
    std::string_view word;
    std::string_view want;
  } cases[] = {
      {"DROP_FIELD", "REMOVE_FIELD"},
      {"delete_message", "REMOVE_MESSAGE"},
      {"NEW_FIELD", "ADD_FIELD"},
      {"Create-Service", "ADD_SERVICE"},
      {"INSERT_ENUM_VALUE", "ADD_ENUM_VALUE"},
      {"MODIFY_FIELD_TYPE", "CHANGE_FIELD_TYPE"},
      {"ALTER_PACKAGE", "CHANGE_PACKAGE"},
      {"UPDATE_SYNTAX", "CHANGE_SYNTAX"},
      {"RETYPE_FIELD", "CHANGE_FIELD_TYPE"},
      {"RENUMBER_FIELD", "CHANGE_FIELD_NUMBER"},
      {"ADD_FEILD", "ADD_FIELD"},
      {"add field", "ADD_FIELD"},
      {"SOMETHING_ELSE_ENTIRELY", ""},
  };
  for (const auto& c : cases) EXPECT_EQ(NearestChangeType(c.word), c.want) << c.word;
  EXPECT_EQ(NearestChangeType(std::string(65, 'A')), "");
}

}  // namespace
}  // namespace leyline
