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
#include "tools/leyline/case_file.h"
#include "tests/support/snapshots.h"

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

}  // namespace
}  // namespace leyline::testing
