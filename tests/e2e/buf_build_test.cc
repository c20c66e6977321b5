// protoc-gen-leyline under `buf generate`.
#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/e2e/shell.h"

namespace leyline {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class InBuf : public Shell {
 protected:
  // The buf that LEYLINE_BUF names, else one that npm fetches into the build folder; empty where
  // there is no npm, or nothing to reach.
  std::string Buf() {
    if (const char* buf = std::getenv("LEYLINE_BUF")) return buf;
    return Sh(
        "peer=" LEYLINE_BINARY_DIR
        "/peer; buf=$peer/node_modules/.bin/buf; "
        "if ! [ -x $buf ] && command -v npm >/dev/null; then timeout 60 npm install --silent "
        "--no-audit --no-fund --fetch-retries=0 --prefix $peer @bufbuild/buf@1.75 >&2 || true; "
        "fi; if [ -x $buf ]; then printf %s $buf; fi");
  }
};

TEST_F(InBuf, RefusesABreakAlsoOfAnEdition) {
  const std::string buf = Buf();
  if (buf.empty()) GTEST_SKIP() << "LEYLINE_BUF names no buf, and npm fetched none";
  Write("buf.yaml", "version: v2\nmodules: [{path: contracts}]\n");
  Write("buf.gen.yaml", "version: v2\nplugins:\n  - local: " LEYLINE_PLUGIN
                        "\n    out: out\n    opt: [against=old, report=text, guard=cpp]\n");
  const std::string head = "edition = \"2023\"; package ";
  for (const char* folder : {"old", "contracts"}) {
    Write(std::string(folder) + "/a/a.proto", head + "a; message A { int32 x = 1; }");
    Write(std::string(folder) + "/b/b.proto", head + "b; message B { int32 x = 1; }");
  }
  const std::string generate = buf + " generate 2>&1 || echo failed";
  EXPECT_THAT(Sh(generate), IsEmpty());
  EXPECT_THAT(Read("out/a/leyline-report.txt"), HasSubstr("0 changes"));
  EXPECT_THAT(Read("out/b/leyline_guard.h"), HasSubstr("namespace b::leyline_guard"));
  Write("contracts/b/b.proto", head + "b; message B { string x = 1; }");
  EXPECT_THAT(Sh(generate), AllOf(HasSubstr("b/b.proto:1:"), HasSubstr("CHANGE_FIELD_TYPE"),
                                  HasSubstr("failed")));
}

}  // namespace
}  // namespace leyline
