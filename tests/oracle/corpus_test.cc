// The whole corpus through both ways into the model, judged by libprotobuf.
#include "tests/oracle/corpus.h"

#include <gtest/gtest.h>

#include "analyzer/schema/encode.h"
#include "analyzer/schema/load.h"
#include "base/file_system.h"
#include "tests/oracle/libprotobuf.h"

namespace leyline {
namespace {

constexpr int kShown = 10;  // differences, so that a broken front end doesn't print the corpus

using Descriptors = std::map<std::string, std::string>;  // serialized, by path

// What protoc makes of every file and everything imported.
google::protobuf::FileDescriptorSet CompileAll(Libprotobuf& judge, const Sources& sources) {
  google::protobuf::FileDescriptorSet set;
  std::set<std::string> done;
  std::vector<const google::protobuf::FileDescriptor*> open;
  for (const auto& [path, text] : sources) {
    const google::protobuf::FileDescriptor* file = judge.Find(path);
    if (file == nullptr) {
      ADD_FAILURE() << "libprotobuf refuses " << path;
      continue;
    }
    open.push_back(file);
  }
  while (!open.empty()) {
    const google::protobuf::FileDescriptor* file = open.back();
    open.pop_back();
    if (!done.insert(file->name()).second) continue;
    *set.add_file() = ToProto(*file);
    for (int i = 0; i < file->dependency_count(); ++i) open.push_back(file->dependency(i));
  }
  return set;
}

void ExpectSame(const Libprotobuf& judge, const Descriptors& expected, const Snapshot& snapshot,
                const Sources& sources) {
  int different = 0;
  std::size_t compared = 0;
  for (const auto& file : snapshot.files) {
    if (!sources.contains(file->path)) continue;
    ++compared;
    const std::string difference =
        Differences(judge.pool(), expected.at(file->path), EncodeFileDescriptor(*file));
    if (difference.empty()) continue;
    if (++different <= kShown) ADD_FAILURE() << file->path << ":\n" << difference.substr(0, 2000);
  }
  EXPECT_EQ(different, 0) << "files differ";
  EXPECT_EQ(compared, sources.size());
}

std::string FirstErrors(const Errors& errors) {
  std::string text;
  for (std::size_t i = 0; i < errors.size() && i < kShown; ++i) text += Format(errors[i]) + "\n";
  return text;
}

TEST(Corpus, SourcesAndDescriptorSetsGiveTheModelOfProtoc) {
  LEYLINE_OPEN_CORPUS(corpus);
  for (const std::string& tag : corpus->tags()) {
    SCOPED_TRACE(tag);
    const Sources sources = corpus->Read(tag);
    ASSERT_FALSE(sources.empty());
    Libprotobuf judge(sources);
    const google::protobuf::FileDescriptorSet set = CompileAll(judge, sources);
    Descriptors expected;
    for (const auto& file : set.file()) expected[file.name()] = file.SerializeAsString();

    LoadOptions options;
    options.excludes = {"preview"};
    const RealFileSystem disk;
    const auto tree = OpenGitTree(corpus->git(), tag, "", tag);
    ASSERT_TRUE(tree.has_value()) << FirstErrors(tree.error());
    const auto from_sources = LoadTree(**tree, disk, options);
    ASSERT_TRUE(from_sources.has_value()) << FirstErrors(from_sources.error());
    ExpectSame(judge, expected, *from_sources, sources);

    const auto from_set = LoadDescriptorSet(tag, set.SerializeAsString(), {});
    ASSERT_TRUE(from_set.has_value()) << FirstErrors(from_set.error());
    ExpectSame(judge, expected, *from_set, sources);
  }
}

}  // namespace
}  // namespace leyline
