// Every code has an answer, and the page of codes is that of the table.
#include "report/codes.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leyline {
namespace {

std::string TextOf(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// "LG" and four digits between quotes, in the sources of the product.
std::set<std::string> CodesInSources() {
  std::set<std::string> codes;
  for (const char* room :
       {"analyzer", "base", "ci", "config", "git", "policy", "records", "report", "tools"}) {
    const std::filesystem::path top = std::filesystem::path(LEYLINE_SOURCE_DIR) / room;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(top)) {
      const std::string name = entry.path().filename().string();
      if (name == "codes.cc" || !(name.ends_with(".cc") || name.ends_with(".h"))) continue;
      const std::string text = TextOf(entry.path());
      for (std::size_t at = text.find("\"LG"); at != std::string::npos;
           at = text.find("\"LG", at + 1)) {
        const std::string code = text.substr(at + 1, 6);
        if (text.substr(at + 7, 1) == "\"" &&
            code.find_first_not_of("0123456789", 2) == std::string::npos) {
          codes.insert(code);
        }
      }
    }
  }
  return codes;
}

TEST(Codes, EveryCodeOfTheSourcesIsInTheTableAndTheOtherWayRound) {
  std::set<std::string> table;
  for (const Code& code : AllCodes()) {
    EXPECT_TRUE(table.emplace(code.id).second) << code.id << " stands twice";
    EXPECT_FALSE(code.meaning.empty() || code.fix.empty()) << code.id;
  }
  EXPECT_TRUE(std::is_sorted(AllCodes().begin(), AllCodes().end(),
                             [](const Code& a, const Code& b) { return a.id < b.id; }));
  EXPECT_EQ(table, CodesInSources());
}

TEST(Codes, ThePageIsTheTable) {
  const std::filesystem::path page = std::filesystem::path(LEYLINE_SOURCE_DIR) / "docs/codes.md";
  if (std::getenv("LEYLINE_UPDATE") != nullptr) std::ofstream(page) << CodesPage();
  EXPECT_EQ(TextOf(page), CodesPage()) << "LEYLINE_UPDATE=1 rewrites it";
}

// "(Suite, Name)" of each test that the page names.
std::set<std::string> TestsOnPage(const std::string& page) {
  std::set<std::string> tests;
  std::size_t from = page.find('`');
  while (from != std::string::npos) {
    const std::size_t to = page.find('`', from + 1);
    if (to == std::string::npos) break;
    const std::string words = page.substr(from + 1, to - from - 1);
    const std::size_t dot = words.find('.');
    if (dot != std::string::npos && std::isupper(static_cast<unsigned char>(words[0])) != 0) {
      tests.insert("(" + words.substr(0, dot) + ", " + words.substr(dot + 1) + ")");
    }
    from = page.find('`', to + 1);
  }
  return tests;
}

TEST(SecurityPage, NamesTestsThatAreThere) {
  const std::filesystem::path top = LEYLINE_SOURCE_DIR;
  std::set<std::string> missing = TestsOnPage(TextOf(top / "docs/security.md"));
  EXPECT_GT(missing.size(), 40u);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(top / "tests")) {
    if (entry.path().extension() != ".cc") continue;
    const std::string text = TextOf(entry.path());
    std::erase_if(missing,
                  [&](const std::string& test) { return text.find(test) != std::string::npos; });
  }
  EXPECT_THAT(missing, testing::IsEmpty());
}

TEST(Codes, AreFoundInAnyCase) {
  EXPECT_EQ(FindCode("LG5001"), FindCode("lg5001"));
  EXPECT_NE(FindCode("LG5001"), nullptr);
  EXPECT_EQ(FindCode("LG500"), nullptr);
  EXPECT_EQ(FindCode(""), nullptr);
}

}  // namespace
}  // namespace leyline
