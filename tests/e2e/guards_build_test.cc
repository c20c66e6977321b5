// The version guards that protoc-gen-leyline generates, compiled and run.
#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/e2e/shell.h"

namespace leyline {
namespace {

constexpr char kStrictly[] = "-O0 -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror -Iout ";

class Guards : public Shell {
 protected:
  // What protoc says; nothing when all went well.
  std::string Protoc(const std::string& options, const std::string& files) {
    return Sh("mkdir -p out; protoc --plugin=protoc-gen-leyline=" LEYLINE_PLUGIN
              " -I contracts --leyline_out=out --leyline_opt=" +
              options + " " + files + " 2>&1 || echo failed");
  }
  // With g++, and clang++ where there is one.
  void Compile(const std::string& standard, const std::string& file) {
    Sh("for compiler in g++ clang++-16; do if command -v $compiler >/dev/null; then $compiler "
       "-std=" +
       standard + " " + kStrictly + file + " -o program && ./program; fi; done");
  }
};

// The assertions of the governance document, then a message on the wire whose version is wrong.
TEST_F(Guards, RejectAndCountMessagesInCpp) {
  Write("contracts/a/v1/a.proto",
        "syntax = \"proto3\"; package a.v1; message M { int64 version = 1; }");
  EXPECT_EQ(Protoc("guard=cpp", "a/v1/a.proto"), "");
  Write("main.cc", R"(
#include <cstdlib>
#include <string>
#include <a/v1/a.pb.h>
#include <a/v1/leyline_guard.h>
using a::v1::leyline_guard::SchemaVersion;
static_assert(SchemaVersion::validate_version(1));
static_assert(!SchemaVersion::validate_version(0));
static_assert(!SchemaVersion::validate_version(2));
static_assert(SchemaVersion::get_version() == 1);
static_assert(!a::v1::leyline_guard::contract_digest("a.v1.M").empty());
static long told = 0;
static bool Receive(const std::string& bytes) {
  a::v1::M message;
  return message.ParseFromString(bytes) && SchemaVersion::check_compatibility(message.version());
}
static std::string Send(long version) {
  a::v1::M message;
  message.set_version(version);
  return message.SerializeAsString();
}
int main() {
  SchemaVersion::on_mismatch([](std::string_view metric, std::int64_t version) {
    if (metric == "leyline.version.mismatches") told += version;
  });
  if (!Receive(Send(1)) || SchemaVersion::mismatches() != 0) return 1;
  if (Receive(Send(0)) || Receive(Send(2)) || Receive(Send(-1))) return 2;
  return SchemaVersion::mismatches() == 3 && told == 1 ? 0 : 3;
}
)");
  Sh("protoc -I contracts --cpp_out=out a/v1/a.proto && "
     "g++ -std=c++17 -O0 -Wall -Wextra -Werror -Iout main.cc out/a/v1/a.pb.cc -lprotobuf -lpthread "
     "-o guarded && ./guarded");
}

struct Taken {
  const char* mode;
  const char* options;
  const char* versions;  // of 0 to 9, those that are taken at version 4 where 3 is supported
};

constexpr std::array<Taken, 5> kTaken = {{{"strict", "", "4"},
                                          {"backward", "", "3 4"},
                                          {"forward", "", "4 5"},
                                          {"full", "", "3 4 5"},
                                          {"full", ",versions_ahead=3", "3 4 5 6 7"}}};

// The same answers in both languages, of each mode.
TEST_F(Guards, TakeWhatTheModeTakesInBothLanguages) {
  std::string include;
  std::string cpp;
  std::string python;
  for (std::size_t i = 0; i < kTaken.size(); ++i) {
    const Taken& taken = kTaken[i];
    const std::string package = "m" + std::to_string(i);
    Write("contracts/" + package + ".proto", "syntax = \"proto3\"; package " + package + ";");
    EXPECT_EQ(Protoc(std::string("guard=cpp,guard=python,current_version=4,"
                                 "min_supported_version=3,mode=") +
                         taken.mode + taken.options,
                     package + ".proto"),
              "");
    include += "#include \"" + package + "/leyline_guard.h\"\n";
    cpp += "  Say<" + package + "::leyline_guard::SchemaVersion>(\"" + taken.versions + "\");\n";
    python += "say('" + package + "', '" + taken.versions + "')\n";
  }
  Write("main.cc", include + R"(
#include <cstdlib>
#include <cstdio>
#include <string>
template <class Guard> void Say(const std::string& wanted) {
  std::string taken;
  for (int version = 0; version <= 9; ++version) {
    if (!Guard::check_compatibility(version)) continue;
    if (!taken.empty()) taken += ' ';
    taken += std::to_string(version);
  }
  const auto refused = static_cast<std::size_t>(10) - (taken.size() + 1) / 2;
  if (taken == wanted && Guard::mismatches() == refused) return;
  std::fprintf(stderr, "%s: %s\n", Guard::COMPATIBILITY_MODE.data(), taken.c_str());
  std::exit(1);
}
int main() {
)" + cpp + "}\n");
  Compile("c++17", "main.cc");
  Write("main.py", R"(
import importlib, sys
sys.path.insert(0, "out")
def say(package, wanted):
    guard = importlib.import_module(package + ".leyline_guard").SchemaVersion
    taken = " ".join(str(v) for v in range(10) if guard.check_compatibility(v))
    assert taken == wanted and guard.mismatches() == 10 - len(wanted.split()), (package, taken)
)" + python);
  Sh("/usr/bin/python3 -W error main.py");
}

// Each word that a package may have and a namespace may not, `std` inside a package, packages in
// packages, and no package at all, in one program.
TEST_F(Guards, CompileWhateverThePackageIsCalled) {
  Sh(R"(mkdir contracts; cd contracts; n=0
for package in '' std a.std.v1 a.b a.b.c a.std a.leyline a.cstdint a.SchemaVersion $(for word in \
    NULL alignas alignof and and_eq asm auto bitand bitor bool break case catch char char16_t \
    char32_t char8_t class co_await co_return co_yield compl concept const const_cast consteval \
    constexpr constinit continue decltype default delete do double dynamic_cast else enum explicit \
    export extern false float for friend goto if inline int long mutable namespace new noexcept not \
    not_eq nullptr operator or or_eq private protected public register reinterpret_cast requires \
    return short signed sizeof static static_assert static_cast struct switch template this \
    thread_local throw true try typedef typeid typename union unsigned using virtual void volatile \
    wchar_t while xor xor_eq None True class def import lambda; do echo k.$word; done); do
  n=$((n + 1))
  echo "syntax = \"proto3\"; ${package:+package $package;} message M$n { message std {} }" > $n.proto
done)");
  EXPECT_EQ(Protoc("guard=cpp,guard=python", "$(cd contracts; ls)"), "");
  Sh("(cd out; find . -name '*.h' -printf '#include \"%P\"\\n'; echo 'int main() {}') > main.cc");
  Compile("c++17", "main.cc");
  Compile("c++20", "main.cc");
  Write("main.py", R"(
import importlib, pathlib, sys
sys.path.insert(0, "out")
for path in pathlib.Path("out").rglob("*.py"):
    name = ".".join(path.relative_to("out").with_suffix("").parts)
    guard = importlib.import_module(name)
    assert guard.SchemaVersion.check_compatibility(1), name
    assert guard.CONTRACT_DIGESTS, name
)");
  Sh("/usr/bin/python3 -W error main.py");
}

TEST_F(Guards, HaveTypesInPython) {
  const std::string mypy = "/usr/bin/python3 -m mypy --strict --explicit-package-bases ";
  if (Sh(mypy + "--version >/dev/null 2>&1 && echo there || true").empty()) {
    GTEST_SKIP() << "no mypy here";
  }
  Write("contracts/a.proto", "syntax = \"proto3\"; package a; message M {}");
  EXPECT_EQ(Protoc("guard=python,mode=full", "a.proto"), "");
  Write("out/use.py", R"(
from typing import Optional
from a import leyline_guard as guard
def told(metric: str, version: int) -> None:
    print(metric, version)
guard.SchemaVersion.on_mismatch(told)
may_be_read: bool = guard.SchemaVersion.check_compatibility(guard.SchemaVersion.get_version())
rejected: int = guard.SchemaVersion.mismatches()
digest: Optional[str] = guard.contract_digest("a.M")
)");
  Sh("cd out && " + mypy + "use.py");
  Sh("cd out && echo 'wrong: str = guard.SchemaVersion.mismatches()' >> use.py && ! " + mypy +
     "use.py");
}

// Compilers bound what they evaluate before the program runs: a step a letter was too much for a
// package of some thousand messages.
TEST_F(Guards, CompileForManyMessages) {
  Sh("mkdir contracts; (echo 'syntax = \"proto3\"; package a;'; "
     "for i in $(seq 2000); do echo \"message Quite_a_long_name_of_a_message_$i {}\"; done) "
     "> contracts/a.proto");
  EXPECT_EQ(Protoc("guard=cpp", "a.proto"), "");
  Write("main.cc", R"(
#include <a/leyline_guard.h>
using a::leyline_guard::contract_digest;
static_assert(contract_digest("a.Quite_a_long_name_of_a_message_1").size() == 71);
static_assert(contract_digest("a.Quite_a_long_name_of_a_message_2001").empty());
static_assert(contract_digest("").empty() && contract_digest("b").empty());
int main() {
  for (const auto& known : a::leyline_guard::CONTRACT_DIGESTS) {
    if (contract_digest(known.contract) != known.digest) return 1;
  }
}
)");
  Sh(R"(g++ -std=c++17 -O0 -fconstexpr-ops-limit=100000 -Iout main.cc -o program && ./program
if command -v clang++-16 >/dev/null; then
  clang++-16 -std=c++17 -O0 -fconstexpr-steps=100000 -Iout -fsyntax-only main.cc
fi)");
}

}  // namespace
}  // namespace leyline
