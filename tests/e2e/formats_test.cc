// Every format of diff and gate against the rules of those who read it (tests/formats/check.py).
#include <gmock/gmock.h>

#include "tests/e2e/platform.h"

namespace leyline {
namespace {

using testing::HasSubstr;

constexpr char kCheck[] = "/usr/bin/python3 " LEYLINE_SOURCE_DIR
                          "/tests/formats/check.py --contracts " LEYLINE_SOURCE_DIR "/contracts ";
constexpr const char* kFormats[] = {"lines", "json",   "markdown", "html",   "sarif",
                                    "junit", "github", "gitlab",   "rdjsonl"};

class Formats : public Platform {
 protected:
  // Runs a command with every format, and the checks on what it wrote.
  std::string Check(std::vector<std::string> command) {
    std::string files;
    for (const std::string format : kFormats) {
      command.insert(command.end(), {"--output", format + "=out." + format});
      files += " " + format + "=out." + format;
    }
    Leyline(std::move(command));
    return Sh(kCheck + files + " || true");
  }
};

TEST_F(Formats, OfTheGateAreTaken) {
  for (const char* branch : {"breaking", "approved", "compatible"}) {
    Sh("git switch -q " + std::string(branch));
    EXPECT_EQ(Check({"gate", "--against", "main", "--change-request", "7"}), "") << branch;
  }
  Leyline({"metrics", "--output", "json=out.metrics", "--output", "openmetrics=out.open"});
  EXPECT_EQ(Sh(kCheck + std::string("violation=.git/leyline/violations/7.json "
                                    "metrics=out.metrics openmetrics=out.open || true")),
            "");
}

TEST_F(Formats, OfADiffAreTaken) {
  EXPECT_EQ(Check({"diff", "main:.", "breaking:."}), "");
  EXPECT_EQ(Check({"diff", "main:.", "approved:.", "--all", "--mode", "full"}), "");
  EXPECT_EQ(Check({"diff", "main:.", "main:."}), "");
}

// Names that mean something to one of the formats.
TEST_F(Formats, OfHostileNamesAreTaken) {
  Sh("git switch -qc hostile main && mkdir -p 'contracts/a, b::c%d' && cat > 'contracts/a, "
     "b::c%d/<x>&|.proto' <<'EOT'\nsyntax = \"proto3\";\nmessage Odd { string a = 1; }\nEOT\n"
     "git add -A && git commit -qm odd && git switch -qc worse && git rm -q 'contracts/a, "
     "b::c%d/<x>&|.proto' && git commit -qm gone");
  EXPECT_EQ(Check({"diff", "hostile:.", "worse:."}), "");
  EXPECT_EQ(Check({"gate", "--against", "hostile"}), "");
}

// The checks can fail.
TEST_F(Formats, TheChecksFindWhatIsWrong) {
  Leyline({"diff", "main:.", "breaking:.", "--output", "html=a.html", "--output", "junit=a.xml",
           "--output", "sarif=a.sarif", "--output", "json=a.json"});
  Sh("sed -i 's|</h1>||' a.html && sed -i 's|failures=\"[0-9]*\"|failures=\"77\"|' a.xml && sed -i "
     "'s|\"level\":\"error\"|\"level\":\"bad\"|' a.sarif && sed -i 's|\"summary\"|\"sumary\"|' "
     "a.json");
  const std::string said =
      Sh(kCheck + std::string("html=a.html junit=a.xml sarif=a.sarif json=a.json || true"));
  for (const char* problem : {"a.html: </", "a.xml: failures are miscounted",
                              "a.sarif: unknown level", "a.json: ParseError"}) {
    EXPECT_THAT(said, HasSubstr(problem));
  }
}

}  // namespace
}  // namespace leyline
