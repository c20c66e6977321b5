// The sources that witnesses are made of are proto files: libprotobuf parses and builds them.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <gtest/gtest.h>

#include "analyzer/rules/rule.h"
#include "analyzer/witness/witness.h"
#include "tests/support/snapshots.h"
#include "tools/leyline/case_file.h"

namespace leyline::testing {
namespace {

namespace fs = std::filesystem;
namespace pb = google::protobuf;

bool Builds(const std::string& source) {
  pb::io::ArrayInputStream input(source.data(), static_cast<int>(source.size()));
  pb::io::Tokenizer tokenizer(&input, nullptr);
  pb::FileDescriptorProto file;
  file.set_name("a.proto");
  if (!pb::compiler::Parser().Parse(&tokenizer, &file)) return false;
  return pb::DescriptorPool().BuildFile(file) != nullptr;
}

TEST(WitnessSource, IsAProtoFileForEveryCaseOfTheCorpus) {
  int sources = 0;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(LEYLINE_CORPUS_FOLDER)) {
    if (entry.path().extension() != ".case") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const CaseFile file = ReadCase(std::string(std::istreambuf_iterator<char>(in), {}));
    if (file.before.empty() || file.after.empty()) continue;
    const Snapshot before = MustLoad(file.before);
    const Snapshot after = MustLoad(file.after);
    std::vector<Change> changes = Diff(before, after);
    EXPECT_TRUE(AddWitnesses(changes).has_value());
    for (const Change& change : changes) {
      for (const std::string& source : {change.before_source, change.after_source}) {
        // Several files are shown one behind the other.
        if (source.empty() || source.starts_with("//")) continue;
        ++sources;
        EXPECT_TRUE(Builds(source)) << entry.path() << "\n" << source;
      }
    }
  }
  EXPECT_GT(sources, 100);
}

std::string SourceAfter(const std::string& before, const std::string& after,
                        std::string_view element) {
  const Snapshot old_side = MustLoad(before);
  const Snapshot new_side = MustLoad(after);
  std::vector<Change> changes = Diff(old_side, new_side);
  EXPECT_TRUE(AddWitnesses(changes).has_value());
  for (const Change& change : changes) {
    if (change.element == element) return change.after_source;
  }
  return "no such change";
}

TEST(WitnessSource, SaysGroupsOneofsDefaultsAndExtensions) {
  const std::string before = R"(
syntax = "proto2";
package p;
message M {
  required group G = 1 { optional int32 z = 1; }
  oneof o { string a = 2; }
  extensions 100 to 110;
}
extend M { optional string x = 100; }
)";
  const std::string after = R"(
syntax = "proto2";
package p;
message M {
  required group G = 1 { optional int32 z = 1; }
  oneof o { bytes a = 2 [default = "q\"\n"]; }
  extensions 100 to 110;
}
extend M { optional int32 x = 100; }
)";
  EXPECT_EQ(SourceAfter(before, after, "p.M.a"), R"(syntax = "proto2";

package p;

message M {
  required group G = 1 {
  }
  oneof o {
    bytes a = 2 [default = "q\"\n"];
  }
}
)");
  EXPECT_EQ(SourceAfter(before, after, "p.x"), R"(syntax = "proto2";

package p;

message M {
  required group G = 1 {
  }
  extensions 100 to 100;
}

extend .p.M {
  optional int32 x = 100;
}
)");
}

TEST(WitnessSource, NamesDelimitedFieldsAboveIt) {
  const std::string before = R"(
edition = "2023";
message M { int32 a = 1; }
)";
  const std::string after = R"(
edition = "2023";
message M { int32 a = 1; M rest = 2 [features.message_encoding = DELIMITED]; }
)";
  EXPECT_EQ(SourceAfter(before, after, "M.rest"), R"(// delimited: `M.rest`
syntax = "proto2";

message M {
  optional .M rest = 2;
}
)");
}

}  // namespace
}  // namespace leyline::testing
