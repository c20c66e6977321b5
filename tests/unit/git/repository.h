// A repository of the real git, in a folder of its own.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

#include <gtest/gtest.h>

#include "git/git.h"

namespace leyline {

class GitTest : public testing::Test {
 protected:
  GitTest() : folder_(testing::TempDir() + "leyline_git_" + std::to_string(::getpid())) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ + "/repo");
    Shell("git init -q -b main && git config user.email a@x && git config user.name A");
    Write("a.proto", "one");
    Write("dir/b c.proto", "two");
    Shell("git add -A && git commit -qm first && git tag v1");
  }
  ~GitTest() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& path, const std::string& text) {
    const std::filesystem::path full = folder_ + "/repo/" + path;
    std::filesystem::create_directories(full.parent_path());
    std::ofstream(full) << text;
  }
  std::string Shell(const std::string& script) {
    const auto exit = process_.Run({.argv = {"sh", "-ec", script}, .folder = folder_ + "/repo"});
    EXPECT_EQ(exit->code, 0) << script << exit->err;
    return exit->out;
  }

  RealProcess process_;
  std::string folder_;
  Git git_{process_, folder_ + "/repo"};
};

}  // namespace leyline
