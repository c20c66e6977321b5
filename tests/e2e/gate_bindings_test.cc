// `auto_generate_bindings`: what the gate makes of the contracts that change, and with what.
#include <filesystem>

#include <gmock/gmock.h>

#include "tests/e2e/platform.h"
#include "tools/leyline/commands.h"

namespace leyline {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST_F(Platform, AGeneratorThatRefusesAContractBlocksIt) {
  Write("../tool/gen", "#!/bin/sh\necho ran >> " + folder_ +
                           "/ran\n"
                           "echo 'esper/v1/telemetry.proto:7:3: no such shape' >&2; exit 1\n");
  Sh("chmod +x ../tool/gen && printf 'bindings: {languages: [], plugins: [{name: shapes, "
     "program: " +
     folder_ +
     "/tool/gen}]}\\n' >> leyline.yaml && git commit -qam plugin && git switch -q "
     "compatible && git rebase -q main");
  const std::vector<std::string> gate = {"gate", "--against", "main"};
  const Exit refused = Leyline(gate);
  EXPECT_EQ(refused.code, 1) << refused.out << refused.err;
  EXPECT_THAT(refused.out, AllOf(HasSubstr("LG9004 no bindings for shapes of `esper/v1/"),
                                 HasSubstr("contracts/esper/v1/telemetry.proto:7:3: LG9004"),
                                 HasSubstr("no such shape"),
                                 HasSubstr("next: mend the contract, or set `auto_generate_b")));
  // A change can't name another one, nor is one in the work tree run, whoever names it.
  Sh("sed -i 's#program: .*gen}#program: ./mine}#' leyline.yaml && cp ../tool/gen mine && git add "
     "-A "
     "&& git commit -qm mine && rm ../ran");
  EXPECT_THAT(Leyline({"gate", "--against", "main", "--advisory"}).out, HasSubstr("no such shape"));
  EXPECT_EQ(Sh("sort -u ../ran"), "ran\n");
  Sh("rm ../ran && git switch -q main && git checkout -q compatible -- leyline.yaml mine && "
     "git commit -qm mine && git switch -q compatible && git reset -q --hard HEAD^ && "
     "git rebase -q main");
  const Exit in_tree = Leyline(gate);
  EXPECT_EQ(in_tree.code, 3) << in_tree.out;
  EXPECT_THAT(in_tree.err,
              HasSubstr("`./mine` is in the work tree, where the change may have put"));
  EXPECT_EQ(Sh("ls .."), "esper\ntool\n") << "it did not run";
  Sh("git switch -q main && sed -i 's/auto_generate_bindings: true/auto_generate_bindings: false/' "
     "governance/policy.yaml && git commit -qam off && git switch -q compatible && "
     "git rebase -q main");
  EXPECT_EQ(Leyline(gate).code, 0) << "nobody asks";
}

// Gives generators little, as if ten minutes were over soon.
class Impatient final : public Process {
 public:
  Result<Exit> Run(const Command& command) override {
    Command shorter = command;
    if (command.argv.front().ends_with("/gen")) shorter.limits = limits;
    return real_.Run(shorter);
  }
  Result<std::unique_ptr<Dialogue>> Start(const Command& command) override {
    return real_.Start(command);
  }
  Limits limits;

 private:
  RealProcess real_;
};

TEST_F(Platform, AGeneratorThatDoesNotEndIsEndedAndTheGateCanNotDecide) {
  Write("../tool/gen", "#!/bin/sh\necho ran >> " + folder_ + "/ran\nexec yes\n");
  Sh("chmod +x ../tool/gen && printf 'bindings: {languages: [], plugins: [{name: shapes, program: "
     "%s/tool/gen}]}\\n' " +
     folder_ +
     " >> leyline.yaml && git commit -qam plugin && git switch -q compatible && "
     "git rebase -q main");
  std::filesystem::current_path(folder_ + "/esper");
  RealFileSystem disk;
  RealFolders folders;
  Impatient process;
  const SystemClock clock;
  const std::string cache = folder_ + "/cache";
  const auto gate = [&] {
    World world{
        .disk = disk, .process = process, .clock = clock, .environment = [&](const char* name) {
          return std::string(std::string_view(name) == "XDG_CACHE_HOME" ? cache : "");
        }};
    EXPECT_EQ(RunCommand({GateCommand(folders)}, {"gate", "--against", "main"}, world),
              ExitCode::kInput);
    return world.err;
  };
  process.limits.output = 100'000;
  EXPECT_THAT(gate(),
              AllOf(HasSubstr("error LG9006: the policy asks for bindings of what changed, "
                              "and no bindings for shapes of `esper/v1/"),
                    HasSubstr("/tool/gen` wrote more than 100000 bytes, and was ended (fix: "
                              "run it by hand to see what it writes, or set `auto_gen")));
  Write("../tool/gen", "#!/bin/sh\necho ran >> " + folder_ + "/ran\nexec sleep 1000\n");
  process.limits = {.time = std::chrono::milliseconds(20)};
  EXPECT_THAT(gate(), HasSubstr("/tool/gen` took longer than 20 ms, and was ended (fix: run it"));
}

// The trial refuses what `leyline bindings` would refuse, of all contracts and in the end.
TEST_F(Platform, ContractsThatMakeTheSameFileAreRefusedAsByBindings) {
  const auto plugin = [&](const std::string& name) {
    Write("../tool/gen", "#!/usr/bin/env python3\nimport sys, re\nname = " + name +
                             "\ndata = b'z\\x04\\n\\x02' + name[:2] if name else b''\n"
                             "sys.stdout.buffer.write(b'\\x10\\x01' + data)\n");
  };
  plugin("b'xx'");
  Sh("chmod +x ../tool/gen && printf 'bindings: {languages: [python], plugins: [{name: one, "
     "program: %s/tool/gen}]}\\n' " +
     folder_ +
     " >> leyline.yaml && git rm -qr contracts && mkdir contracts && "
     "printf 'syntax = \"proto3\";\npackage a;\n' > contracts/a-b.proto && sed -i "
     "'/require_impact/s/true/false/' governance/policy.yaml && git rm -qf "
     "governance/subsystems.yaml "
     "&& git add -A && git commit -qm plugin && git switch -qC more && printf 'syntax = "
     "\"proto3\";\npackage c;\n' > contracts/c.proto && git add -A && git commit -qm more");
  const std::vector<std::string> gate = {"gate", "--against", "main"};
  const std::vector<std::string> bindings = {"bindings", ".", "--out", "../gen"};
  const std::string clash = "two contracts make the same file `one/xx`: `a-b.proto` and `c.proto`";
  const Exit refused = Leyline(gate);
  EXPECT_EQ(refused.code, 1) << refused.out << refused.err;
  EXPECT_THAT(refused.out, AllOf(HasSubstr("contracts/c.proto: LG9004 " + clash),
                                 HasSubstr("next: mend the contract")));
  EXPECT_THAT(Leyline(bindings).err, HasSubstr(clash));
  plugin("b''");
  EXPECT_EQ(Leyline(gate).code, 0) << "none is no clash";
  EXPECT_EQ(Leyline(bindings).code, 0);
  Sh("git mv contracts/c.proto contracts/a_b.proto && git commit -qm python");
  const std::string module = "two contracts make the same file `python/a_b_pb2.py`";
  EXPECT_THAT(Leyline(gate).out, HasSubstr("LG9004 " + module));
  EXPECT_THAT(Leyline(bindings).err, HasSubstr(module));
}

TEST_F(Platform, WithoutAGeneratorTheGateCanNotDecide) {
  Sh("git switch -q compatible && mkdir ../bin && ln -s $(command -v git) ../bin/git");
  const std::vector<std::string> gate = {"gate", "--against", "main"};
  const auto why = [&](std::vector<std::string> environment) {
    const Exit exit = Leyline(gate, std::move(environment));
    EXPECT_EQ(exit.code, 3) << exit.out << exit.err;
    return exit.err;
  };
  EXPECT_THAT(why({"PATH=" + folder_ + "/bin"}),
              AllOf(HasSubstr("the policy asks for bindings of what changed, and there is no "
                              "`protoc` (fix: install it"),
                    HasSubstr("or set `auto_generate_bindings: false` in a change of the policy")));
  EXPECT_THAT(why({"HOME=", "XDG_CACHE_HOME="}), HasSubstr("fix: set HOME, or XDG_CACHE_HOME"));
  EXPECT_THAT(Leyline({"doctor", "--against", "main"}, {"HOME=", "XDG_CACHE_HOME="}).out,
              HasSubstr("BAD  bindings: error: the policy asks for bindings"));
  EXPECT_THAT(why({"XDG_CACHE_HOME=" + folder_ + "/esper/.cache"}),
              HasSubstr("is in the work tree, where the change may have put anything"));
  EXPECT_THAT(why({"XDG_CACHE_HOME=/proc/none"}), HasSubstr("XDG_CACHE_HOME to a folder to write"));
  Sh("printf '#!/bin/sh\\nexit 9\\n' > ../bin/protoc && chmod +x ../bin/protoc");
  EXPECT_THAT(why({"PATH=" + folder_ + "/bin"}), HasSubstr("--version` exits with 9"));
  EXPECT_THAT(
      Leyline({"gate", "--against", "main", "--advisory"}, {"HOME=", "XDG_CACHE_HOME="}).err,
      HasSubstr("advisory: would exit 3, and exits 0"));
}

}  // namespace
}  // namespace leyline
