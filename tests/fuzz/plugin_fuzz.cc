// Any bytes as a request of protoc: no crash, no hang, and an answer that is a response or an
// error, the same each time. Contracts in use and a policy stand on a disk in memory, under `old`
// and `leyline.yaml`. Seeds: tests/fuzz/plugin_seeds.
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "analyzer/schema/wire.h"
#include "base/check.h"
#include "plugins/protoc-gen-leyline/plugin.h"

namespace {

using namespace leyline;  // NOLINT(google-build-using-namespace): one file, no header

class Disk final : public FileSystem {
 public:
  FileType TypeOf(const std::string& path) const override {
    if (files_.contains(path)) return FileType::kRegular;
    return path == "old" || path == "old/." ? FileType::kDirectory : FileType::kMissing;
  }
  Result<std::string> Read(const std::string& path, uint64_t) const override {
    const auto found = files_.find(path);
    if (found != files_.end()) return found->second;
    return Fail({.kind = ErrorKind::kInput, .message = "no file `" + path + "`"});
  }
  Result<std::vector<DirEntry>> List(const std::string& path) const override {
    if (path == "old") return std::vector<DirEntry>{{"a.proto", FileType::kRegular}};
    return Fail({.kind = ErrorKind::kInput, .message = "no folder `" + path + "`"});
  }
  Status Write(const std::string&, std::string_view) override {
    CHECK(false, "a plugin writes through its response only");
    return {};
  }

 private:
  const std::map<std::string, std::string> files_ = {
      {"old/a.proto",
       "syntax = \"proto3\"; package a; enum E { Z = 0; } "
       "message M { int32 x = 1; E e = 2; map<string, M> m = 3; }"},
      {"leyline.yaml", "version: 1\n"},
      {"governance/policy.yaml",
       "governance:\n  owner: a\n  reviewers: [b]\n  min_approvals: 2\n  current_version: 1\n"
       "  compatibility_mode: full\n"}};
};

class NoProcess final : public Process {
 public:
  Result<Exit> Run(const Command&) override {
    return Fail({.kind = ErrorKind::kInput, .message = "no program"});
  }
};

class NoClock final : public Clock {
 public:
  Time Now() const override { return {}; }
};

Result<std::string> Answer(std::string_view request) {
  Disk disk;
  NoProcess process;
  const NoClock clock;
  World world{.disk = disk, .process = process, .clock = clock, .environment = [](const char*) {
                return std::string();
              }};
  return RunPlugin(world, request);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  const std::string request(reinterpret_cast<const char*>(data), size);
  const auto answer = Answer(request);
  const auto again = Answer(request);
  CHECK(answer.has_value() == again.has_value(), "an answer is the same each time");
  if (!answer.has_value()) {
    CHECK(!answer.error().empty() && !answer.error().front().message.empty(),
          "what is refused has a reason");
    return 0;
  }
  CHECK(*answer == *again, "an answer is the same each time");
  WireReader reader(*answer);
  WireField field;
  while (reader.Next(field)) {
    CHECK(field.number <= 4 || field.number == 15, "a response has no other fields");
  }
  CHECK(reader.rest().empty(), "an answer is a response");
  return 0;
}
