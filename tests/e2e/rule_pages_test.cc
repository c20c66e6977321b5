// docs/rules holds what the command makes of the rules and of their examples, and nothing else.
// LEYLINE_UPDATE=1 writes it, and still fails, so that somebody reads it.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include <gmock/gmock.h>

#include "analyzer/rules/rule.h"
#include "tests/e2e/shell.h"
#include "tools/leyline/example.h"

namespace leyline {
namespace {

namespace fs = std::filesystem;

using testing::HasSubstr;

const std::string kFolder = LEYLINE_SOURCE_DIR "/docs/rules";

std::string ReadPage(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

void WritePage(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

class RulePages : public Shell {
 protected:
  std::string Markdown(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--format", "markdown"});
    const Exit exit = Leyline(arguments);
    EXPECT_EQ(exit.code, 0) << exit.err;
    return exit.out;
  }

  std::map<std::string, std::string> Made() {
    std::map<std::string, std::string> pages = {{"README.md", Markdown({"rules"})}};
    for (const Rule* rule : AllRules()) {
      pages[StemOf(*rule) + ".md"] = Markdown({"explain", std::string(rule->id)});
    }
    return pages;
  }

  std::map<std::string, std::string> Kept() {
    std::map<std::string, std::string> pages;
    if (!fs::exists(kFolder)) return pages;
    for (const auto& entry : fs::directory_iterator(kFolder)) {
      pages[entry.path().filename().string()] = ReadPage(entry.path());
    }
    return pages;
  }
};

TEST_F(RulePages, AreWhatTheCommandMakes) {
  const std::map<std::string, std::string> made = Made();
  std::map<std::string, std::string> kept = Kept();
  const bool update = std::getenv("LEYLINE_UPDATE") != nullptr;
  for (const auto& [name, text] : made) {
    EXPECT_EQ(kept[name], text) << name << ": run with LEYLINE_UPDATE=1 to write it";
    if (update && kept[name] != text) WritePage(fs::path(kFolder) / name, text);
  }
  for (const auto& [name, text] : kept) {
    EXPECT_TRUE(made.contains(name)) << name << " is the page of no rule";
    if (update && !made.contains(name)) fs::remove(fs::path(kFolder) / name);
  }
}

TEST_F(RulePages, SayOnTheTerminalWhatThePageSays) {
  const Exit exit = Leyline({"explain", "remove_field"});
  EXPECT_EQ(exit.code, 0);
  for (const char* part :
       {"REMOVE_FIELD\n  a field was removed from a message\n", "\nWhat breaks, and for whom\n",
        "\nWhat to do instead\n  1. Deprecate", "\n  2. Wait", "\n    -   int32 a = 1;\n",
        "BREAKING    REMOVE_FIELD\n", "FIELD_NO_DELETE,", "Page: docs/rules/remove_field.md\n"}) {
    EXPECT_THAT(exit.out, HasSubstr(part));
  }
  for (const Rule* rule : AllRules()) {
    const Exit each = Leyline({"explain", std::string(rule->id)});
    std::size_t start = 0;
    for (std::size_t end = each.out.find('\n'); end != std::string::npos;
         start = end + 1, end = each.out.find('\n', start)) {
      EXPECT_LE(end - start, 100U) << rule->id << ": " << each.out.substr(start, end - start);
    }
  }
}

}  // namespace
}  // namespace leyline
