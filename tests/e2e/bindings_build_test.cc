// Bindings of every subsystem, compiled and run; and runs that are killed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/e2e/shell.h"

namespace leyline {
namespace {

using ::testing::HasSubstr;

class BuiltBindings : public Shell {};

// Killed at random moments between the start and the end of a run, the old and the new contracts in
// turns, with a cold cache now and then.
TEST_F(BuiltBindings, OfAKilledRunTheBindingsAreTheOldOrTheNewOnes) {
  Sh("cp -r " LEYLINE_SOURCE_DIR
     "/examples/esper/main old; cp -r old new; "
     "cp -r " LEYLINE_SOURCE_DIR "/examples/esper/branches/compatible/. new");
  Write("kill.py", R"(
import hashlib, os, random, shutil, subprocess, sys, time
def start(contracts):
    return subprocess.Popen([sys.argv[1], "bindings", contracts, "--out", "gen", "--cache", "cache"],
                            stderr=subprocess.DEVNULL)
def bundle():
    found = []
    for place, _, names in os.walk("gen"):
        for name in names:
            path = os.path.join(place, name)
            found.append((path, hashlib.sha256(open(path, "rb").read()).hexdigest()))
    return sorted(found)
def clear():  # compilers of a run that was killed may still write for a while
    for _ in range(200):
        shutil.rmtree("cache", ignore_errors=True)
        if not os.path.exists("cache"):
            return
        time.sleep(0.05)
    raise SystemExit("the cache is written to without end")
wanted, longest = {}, 0
for contracts in ("old", "new"):
    began = time.monotonic()
    assert start(contracts).wait() == 0
    longest = max(longest, time.monotonic() - began)
    wanted[contracts] = bundle()
assert wanted["old"] != wanted["new"]
random.seed(8)
seen = {"old": 0, "new": 0}
for step in range(60):
    if step % 10 == 0:
        clear()
    run = start(("old", "new")[step % 2])
    time.sleep(random.uniform(0, longest))
    run.kill()
    run.wait()
    there = bundle()
    assert there in wanted.values(), step
    seen["old" if there == wanted["old"] else "new"] += 1
assert start("new").wait() == 0 and bundle() == wanted["new"]
left = [name for name in os.listdir(".") + os.listdir("cache") if "leyline-new" in name]
assert not left, left
print(seen)
)");
  Sh("/usr/bin/python3 kill.py " LEYLINE_BINARY);
}

// What each subsystem says on the bus in one language, the others read in the other.
TEST_F(BuiltBindings, OfAllSubsystemsInTwoLanguages) {
  Sh("cp -r " LEYLINE_SOURCE_DIR "/examples/esper/main esper");
  const Exit made = Leyline({"bindings", "esper", "--out", "gen", "--cache", "cache"});
  EXPECT_THAT(made.err, HasSubstr("26 of 26 bindings generated"));
  Write("main.cc", R"(
#include <fstream>
#include <sstream>
#include <esper/v1/bus.pb.h>
int main(int, char** argv) {
  std::stringstream text;
  text << std::ifstream(argv[1], std::ios::binary).rdbuf();
  esper::v1::BusEnvelope envelope;
  if (!envelope.ParseFromString(text.str())) return 1;
  if (!envelope.has_system_state() || envelope.topic() != "from python") return 2;
  envelope.set_topic("from c++");
  std::ofstream(argv[2], std::ios::binary) << envelope.SerializeAsString();
}
)");
  // All bindings in one piece: what takes long is what they include. Two names are theirs alone.
  Sh(R"(cd gen/cpp; for file in $(find . -name '*.pb.cc'); do n=$((n + 1))
printf '#undef schemas\n#define schemas schemas_%s\n' $n
printf '#undef file_default_instances\n#define file_default_instances instances_%s\n' $n
printf '#include "%s"\n' "$file"; done > ../../all.cc; cd ../..
g++ -std=c++17 -O0 -Igen/cpp all.cc main.cc -lprotobuf -lpthread -o exchange)");
  Write("exchange.py", R"(
import subprocess, sys
sys.path.insert(0, "gen/python")
try:
    import google.protobuf
except ImportError:
    print("no protobuf for Python here")
    sys.exit()
import importlib, pathlib
for path in pathlib.Path("gen/python").rglob("*_pb2.py"):
    importlib.import_module(".".join(path.relative_to("gen/python").with_suffix("").parts))
from esper.v1 import bus_pb2
sent = bus_pb2.BusEnvelope(topic="from python", sequence=7)
sent.system_state.SetInParent()
open("sent", "wb").write(sent.SerializeToString())
subprocess.check_call(["./exchange", "sent", "answer"])
answer = bus_pb2.BusEnvelope.FromString(open("answer", "rb").read())
assert answer.topic == "from c++" and answer.sequence == 7 and answer.HasField("system_state")
)");
  Sh("/usr/bin/python3 exchange.py");
}

}  // namespace
}  // namespace leyline
