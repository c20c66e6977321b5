// A test that reads like a shell session: a folder of its own, the real leyline, the real git.
#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/process.h"

namespace leyline {

class Shell : public testing::Test {
 protected:
  Shell();
  ~Shell() override;

  // Runs leyline in the current folder; stdout, stderr and the exit code are kept.
  Exit Leyline(std::vector<std::string> arguments, std::vector<std::string> environment = {});
  // Runs a script with `sh -e`; a failure fails the test.
  std::string Sh(const std::string& script);
  void Write(const std::string& path, const std::string& text);
  std::string Read(const std::string& path);
  // Later commands run in this folder, relative to the test's own.
  void Cd(const std::string& folder) { current_ = folder_ + "/" + folder; }

  std::string folder_;

 private:
  RealProcess process_;
  std::string current_;
};

}  // namespace leyline
