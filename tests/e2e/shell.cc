#include "tests/e2e/shell.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace leyline {

Shell::Shell() {
  const auto* info = testing::UnitTest::GetInstance()->current_test_info();
  folder_ = testing::TempDir() + "leyline_e2e_" + info->name() + "_" + std::to_string(::getpid());
  std::filesystem::remove_all(folder_);
  std::filesystem::create_directories(folder_);
  current_ = folder_;
  // Of the bindings that gates ask for: also for what scripts start, and where there is no HOME.
  const auto beside = std::filesystem::path(LEYLINE_BINARY).parent_path();
  ::setenv("XDG_CACHE_HOME", (beside / "cache").c_str(), 1);
}

Shell::~Shell() { std::filesystem::remove_all(folder_); }

Exit Shell::Leyline(std::vector<std::string> arguments, std::vector<std::string> environment) {
  arguments.insert(arguments.begin(), LEYLINE_BINARY);
  // What the machine that runs the tests says about itself must not reach the command.
  for (const char* name : {"CI=", "GITHUB_BASE_REF=", "GITHUB_REF=", "CI_MERGE_REQUEST_IID=",
                           "CI_MERGE_REQUEST_TARGET_BRANCH_NAME=", "CI_COMMIT_BRANCH=",
                           "LEYLINE_ACTOR=", "LEYLINE_CHANGE_REQUEST=", "LEYLINE_LOG_FORMAT=",
                           "TRACEPARENT=", "CLICOLOR_FORCE=", "COLUMNS="}) {
    environment.emplace_back(name);  // what the test itself gives stands before it
  }
  auto exit = process_.Run({.argv = std::move(arguments),
                            .folder = current_,
                            .input = "",
                            .environment = std::move(environment)});
  EXPECT_TRUE(exit.has_value());
  return std::move(*exit);
}

std::string Shell::Sh(const std::string& script) {
  auto exit = process_.Run({.argv = {"bash", "-ec", script}, .folder = current_});
  EXPECT_TRUE(exit.has_value());
  EXPECT_EQ(exit->code, 0) << script << "\n" << exit->out << exit->err;
  return exit->out;
}

void Shell::Write(const std::string& path, const std::string& text) {
  const std::filesystem::path full = current_ + "/" + path;
  std::filesystem::create_directories(full.parent_path());
  std::ofstream(full, std::ios::binary) << text;
}

std::string Shell::Read(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(current_ + "/" + path, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace leyline
