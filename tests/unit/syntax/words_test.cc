#include "analyzer/syntax/words.h"

#include <string>

#include <gtest/gtest.h>

namespace leyline::syntax {
namespace {

TEST(WordOf, KnowsTheWordsOfTheGrammar) {
  EXPECT_EQ(WordOf("message"), Word::kMessage);
  EXPECT_EQ(WordOf("optional"), Word::kOptional);
  EXPECT_EQ(WordOf("required"), Word::kRequired);
  EXPECT_EQ(WordOf("repeated"), Word::kRepeated);
  EXPECT_EQ(WordOf("reserved"), Word::kReserved);
  EXPECT_EQ(WordOf("extensions"), Word::kExtensions);
  EXPECT_EQ(WordOf("to"), Word::kTo);
}

TEST(WordOf, RefusesEverythingElse) {
  for (const char* text : {"", "x", "tx", "messagE", "Message", "messages", "rexerved", "fixed16",
                           "extensionss", "a_very_long_name_of_a_field"}) {
    EXPECT_EQ(WordOf(text), Word::kNone) << text;
  }
}

// Every scalar keyword of the model is the type of the same number, and nothing else is one.
TEST(ScalarType, AgreesWithTheModel) {
  for (int number = 1; number <= 18; ++number) {
    const auto type = static_cast<FieldType>(number);
    const bool named = type == FieldType::kMessage || type == FieldType::kEnum;
    EXPECT_EQ(ScalarType(WordOf(KeywordOf(type))), named ? FieldType::kNone : type) << number;
  }
  EXPECT_EQ(ScalarType(WordOf("map")), FieldType::kNone);
  EXPECT_EQ(ScalarType(Word::kNone), FieldType::kNone);
}

TEST(IsLabel, KnowsThreeWords) {
  EXPECT_TRUE(IsLabel(WordOf("optional")));
  EXPECT_TRUE(IsLabel(WordOf("required")));
  EXPECT_TRUE(IsLabel(WordOf("repeated")));
  EXPECT_FALSE(IsLabel(WordOf("reserved")));
}

}  // namespace
}  // namespace leyline::syntax
