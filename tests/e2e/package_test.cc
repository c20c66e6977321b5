// The installed package, as a project of its own takes it: examples/cmake.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/e2e/shell.h"

namespace leyline {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kMoney[] = "contracts/shop/v1/money.proto";

class Package : public Shell {
 protected:
  Package() {
    Sh("cmake --install " LEYLINE_BINARY_DIR
       " --prefix prefix >/dev/null; "
       "cp -r " LEYLINE_SOURCE_DIR
       "/examples/cmake shop; cd shop; git init -q -b main; git add -A; "
       "git -c user.name=a -c user.email=a@example.com commit -qm 'In use'; "
       "cmake -S . -B build -G Ninja -DCMAKE_PREFIX_PATH=$PWD/../prefix -DCMAKE_BUILD_TYPE=Debug "
       "-DCMAKE_CXX_FLAGS_DEBUG=-O0 >/dev/null");
    Cd("shop");
  }

  std::string Build() { return Sh("cmake --build build -j2 2>&1 || echo failed"); }
  std::string Test() { return Sh("ctest --test-dir build --output-on-failure 2>&1 || true"); }
};

TEST_F(Package, StopsABuildWhoseContractsBreakAndMakesOneWhoseDoNot) {
  Sh(std::string("sed -i 's/int64 cents/string cents/' ") + kMoney);
  EXPECT_THAT(Build(), AllOf(HasSubstr("--leyline_out: 1 breaking change against `HEAD:./contracts`"
                                       "\nshop/v1/money.proto:7:3: BREAKING    CHANGE_FIELD_TYPE"),
                             HasSubstr("failed"), Not(HasSubstr("Building CXX"))));
  EXPECT_THAT(Test(), HasSubstr("2 - contracts_are_compatible (Failed)"));

  Sh(std::string("git checkout -q .; git mv ") + kMoney +
     " kept; sed -i '/money.proto/d; /Money/d' contracts/shop/v1/order.proto");
  EXPECT_THAT(Build(), AllOf(HasSubstr("REMOVE_MESSAGE"), HasSubstr("REMOVE_FIELD"),
                             HasSubstr("failed"), Not(HasSubstr("Building CXX"))));

  Sh(std::string("git mv kept ") + kMoney + "; git checkout -q HEAD contracts; " +
     "sed -i 's/int64 cents = 2;/int64 cents = 2; string note = 3;/' " + kMoney);
  EXPECT_THAT(Build(), AllOf(HasSubstr("Building CXX"), Not(HasSubstr("failed"))));
  EXPECT_THAT(Read("build/leyline/contracts.report/shop/v1/leyline-report.txt"),
              HasSubstr("1 change (0 breaking"));
  EXPECT_THAT(Test(), HasSubstr("100% tests passed, 0 tests failed out of 2"));
  EXPECT_THAT(Build(), Not(HasSubstr("Generating")));
}

TEST_F(Package, MakesGuardsAgainOfWhatTheyDependOn) {
  Sh("sed -i 's/ROOT contracts/& IMPORTS shared/; s/OPTIONS report=text/OPTIONS "
     "config=leyline.yaml/' "
     "CMakeLists.txt; mkdir rules shared; printf 'version: 1\ngovernance: \"rules\"  # ours\n' > "
     "leyline.yaml; "
     "sed -i 's,^package.*,&\\nimport \"kind.proto\";,; s/int64 cents = 2;/& Kind kind = 9;/' " +
     std::string(kMoney));
  const auto say = [&](const std::string& version, const std::string& values) {
    Write("rules/policy.yaml",
          "schema_version: 1\ngovernance:\n  owner: a\n  reviewers: [b]\n  min_approvals: 1\n"
          "  compatibility_mode: backward\n  current_version: " +
              version + "\n");
    Write("shared/kind.proto", "syntax = \"proto3\"; enum Kind { A = 0; " + values + " }");
    // Whatever the clock: newer than what was made of what stood there before.
    Sh("touch -d '1 hour' rules/policy.yaml shared/kind.proto; "
       "cmake --build build --target leyline/contracts.guarded");
    return Read("build/leyline/contracts/shop/v1/leyline_guard.h");
  };
  const std::string first = say("1", "");
  EXPECT_THAT(first, HasSubstr("CURRENT_VERSION = 1;"));
  EXPECT_THAT(say("2", ""), HasSubstr("CURRENT_VERSION = 2;"));
  EXPECT_NE(say("1", "B = 1;"), first);
}

TEST_F(Package, SaysHowItIsCalled) {
  Write("CMakeLists.txt",
        "cmake_minimum_required(VERSION 3.20)\nproject(x LANGUAGES CXX)\nfind_package(Leyline)\n"
        "if(A)\n  leyline_generate(TARGET nothing)\nelse()\n  leyline_add_test(NAME x)\nendif()\n");
  EXPECT_THAT(
      Sh("cmake -S . -B other -G Ninja -DA=1 -DCMAKE_PREFIX_PATH=$PWD/../prefix 2>&1 || true"),
      HasSubstr("TARGET is one that"));
  EXPECT_THAT(Sh("cmake -S . -B other -G Ninja -DA=0 2>&1 || true"),
              HasSubstr("expected (NAME test AGAINST before"));
}

}  // namespace
}  // namespace leyline
