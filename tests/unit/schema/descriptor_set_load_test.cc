#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/schema/load.h"
#include "analyzer/schema/load/memory_tree.h"
#include "tests/unit/schema/descriptor_set_support.h"

namespace leyline {
namespace {

using google::protobuf::FileDescriptorSet;
using testing::ElementsAre;
using testing::HasSubstr;

// "path" for governed files, "(path)" for others.
std::vector<std::string> FilesOf(const Result<Snapshot>& snapshot) {
  if (!snapshot.has_value()) return {Format(snapshot.error().at(0))};
  std::vector<std::string> files;
  for (const auto& file : snapshot->files) {
    files.push_back(file->governed ? file->path : "(" + file->path + ")");
  }
  return files;
}

FileDescriptorSet Platform() {
  return CompileSet({
      {"base/money.proto", "syntax = 'proto3'; package base; message Money {}"},
      {"base/unused.proto", "syntax = 'proto3'; package base; message Unused {}"},
      {"app/order.proto",
       "syntax = 'proto3'; package app; import 'base/money.proto'; message Order { base.Money m = "
       "1; }"},
      {"app/other.proto", "syntax = 'proto3'; package app; message Other {}"},
      {"application/x.proto", "syntax = 'proto3'; package x; message X {}"},
  });
}

Result<Snapshot> Load(const FileDescriptorSet& set, std::vector<std::string> paths = {},
                      std::vector<std::string> excludes = {}) {
  LoadOptions options;
  options.paths = std::move(paths);
  options.excludes = std::move(excludes);
  return LoadDescriptorSet("set.binpb", set.SerializeAsString(), options);
}

TEST(LoadDescriptorSet, EverythingIsGoverned) {
  const auto snapshot = Load(Platform());
  EXPECT_THAT(FilesOf(snapshot),
              ElementsAre("app/order.proto", "app/other.proto", "application/x.proto",
                          "base/money.proto", "base/unused.proto"));
  EXPECT_EQ(snapshot->label, "set.binpb");
  ASSERT_EQ(snapshot->backing.size(), 1u);
  // Names live in the bytes that the snapshot keeps.
  const std::string_view bytes = snapshot->backing[0].bytes;
  const std::string_view name = snapshot->FindMessage("app.Order")->name;
  EXPECT_EQ(name, "Order");
  EXPECT_TRUE(name.data() >= bytes.data() && name.data() < bytes.data() + bytes.size());
}

TEST(LoadDescriptorSet, PathsNarrowByFolder) {
  EXPECT_THAT(FilesOf(Load(Platform(), {"app"})),
              ElementsAre("app/order.proto", "app/other.proto", "(base/money.proto)"));
  EXPECT_THAT(FilesOf(Load(Platform(), {"./app/"})),
              ElementsAre("app/order.proto", "app/other.proto", "(base/money.proto)"));
  EXPECT_THAT(FilesOf(Load(Platform(), {"app/other.proto", "application"})),
              ElementsAre("app/other.proto", "application/x.proto"));
  EXPECT_EQ(FilesOf(Load(Platform(), {"."})).size(), 5u);
}

TEST(LoadDescriptorSet, ExcludesStayOnlyWhereTheyAreNeeded) {
  EXPECT_THAT(FilesOf(Load(Platform(), {}, {"base", "application"})),
              ElementsAre("app/order.proto", "app/other.proto", "(base/money.proto)"));
  EXPECT_THAT(FilesOf(Load(Platform(), {"app"}, {"app/order.proto"})),
              ElementsAre("app/other.proto"));
}

// The same of a set and of a tree with a root: what else is there is not read, however broken.
std::vector<std::string> FilesSought(const Sought& sought) {
  LoadOptions options;
  options.sought = sought;
  options.may_be_empty = true;
  const std::string head = "syntax = 'proto3'; ";
  const MemoryTree tree("tree", {{"r/app/order.proto", head + "import 'base/money.proto';"},
                                 {"r/app/deep/x.proto", "broken"},
                                 {"r/app/other.proto", head},
                                 {"r/base/money.proto", head},
                                 {"r/top.proto", head},
                                 {"elsewhere/app/order.proto", "broken"}});
  options.roots = {"r"};
  const auto of_tree = FilesOf(LoadTree(tree, RealFileSystem(), options));
  auto set = CompileSet({{"base/money.proto", head},
                         {"app/order.proto", head + "import 'base/money.proto';"},
                         {"app/other.proto", head},
                         {"top.proto", head}});
  auto* file = set.add_file();
  file->set_name("app/deep/x.proto");
  file->add_message_type()->set_name("not a name");
  EXPECT_EQ(FilesOf(LoadDescriptorSet("set", set.SerializeAsString(), options)), of_tree);
  return of_tree;
}

TEST(Load, OfWhatIsSoughtAndNothingElse) {
  EXPECT_THAT(FilesSought({.files = {"app/order.proto", "gone.proto"}, .folders = {}}),
              ElementsAre("app/order.proto", "(base/money.proto)"));
  EXPECT_THAT(FilesSought({.files = {}, .folders = {"app", "gone"}}),
              ElementsAre("app/order.proto", "app/other.proto", "(base/money.proto)"));
  EXPECT_THAT(FilesSought({.files = {"app/other.proto"}, .folders = {""}}),
              ElementsAre("app/other.proto", "top.proto"));
  EXPECT_THAT(FilesSought({.files = {"gone.proto"}, .folders = {}}), ElementsAre());
}

TEST(LoadDescriptorSet, NothingToJudgeIsAnError) {
  EXPECT_THAT(FilesOf(Load(Platform(), {"nowhere"})),
              ElementsAre(HasSubstr("LG5005: `set.binpb` has no contracts that are to be judged")));
}

TEST(LoadDescriptorSet, WellKnownTypesNeedNotBeInTheSet) {
  FileDescriptorSet set = Platform();
  set.mutable_file(0)->add_dependency("google/protobuf/any.proto");
  auto& field = *set.mutable_file(0)->mutable_message_type(0)->add_field();
  field.set_name("any");
  field.set_number(1);
  field.set_label(google::protobuf::FieldDescriptorProto::LABEL_OPTIONAL);
  field.set_type(google::protobuf::FieldDescriptorProto::TYPE_MESSAGE);
  field.set_type_name(".google.protobuf.Any");
  const auto snapshot = Load(set, {"base/money.proto"});
  EXPECT_THAT(FilesOf(snapshot), ElementsAre("base/money.proto", "(google/protobuf/any.proto)"));
  EXPECT_EQ(snapshot->FindMessage("base.Money")->fields[0].message,
            snapshot->FindMessage("google.protobuf.Any"));
}

TEST(LoadDescriptorSet, OtherMissingImportsAreNamed) {
  FileDescriptorSet set = Platform();
  set.mutable_file()->DeleteSubrange(0, 1);
  EXPECT_THAT(
      FilesOf(Load(set)),
      ElementsAre("set.binpb: error: `app/order.proto` imports `base/money.proto`, which is "
                  "not in the set (fix: make the set with `protoc --include_imports`)"));
  // Option imports may be left out.
  FileDescriptorSet lone = CompileSet({{"a.proto", "message A {}"}});
  lone.mutable_file(0)->set_syntax("editions");
  lone.mutable_file(0)->mutable_unknown_fields()->AddVarint(14, 1001);
  lone.mutable_file(0)->mutable_unknown_fields()->AddLengthDelimited(15, "nowhere.proto");
  EXPECT_THAT(FilesOf(Load(lone)), ElementsAre("a.proto"));
}

TEST(LoadDescriptorSet, DamageIsRefused) {
  EXPECT_THAT(FilesOf(LoadDescriptorSet("set.binpb", "\x0a\x63", {})),
              ElementsAre(HasSubstr("not a descriptor set: byte 0: length 99")));
}

TEST(LoadDescriptorSet, LinksWhatItDecodes) {
  FileDescriptorSet set = Platform();
  set.mutable_file(2)->mutable_message_type(0)->mutable_field(0)->set_type_name(".base.Nothing");
  const auto snapshot = Load(set);
  ASSERT_FALSE(snapshot.has_value());
  EXPECT_THAT(Format(snapshot.error()[0]), HasSubstr("Nothing"));
}

// A set of one file, whose source info comes in as many pieces as there are comments.
std::string WithSourceInfo(const std::vector<std::string>& comments, const std::string& package) {
  FileDescriptorSet set = CompileSet({{"a.proto", "syntax = 'proto3'; message A {}"}});
  set.mutable_file(0)->clear_source_code_info();
  set.mutable_file(0)->clear_syntax();
  set.mutable_file(0)->set_package(package);
  std::string file = set.file(0).SerializeAsString();
  for (const std::string& comment : comments) {
    google::protobuf::FileDescriptorProto piece;
    piece.mutable_source_code_info()->add_location()->set_leading_comments(comment);
    file += piece.SerializeAsString();
  }
  google::protobuf::FileDescriptorProto rest;
  rest.set_syntax("proto3");
  file += rest.SerializeAsString();
  return std::string{'\x0a', static_cast<char>(file.size())} + file;
}

std::size_t FilesThatDiffer(const std::string& before, const std::string& after) {
  const auto pair = LoadDescriptorSets({"before", before}, {"after", after}, {});
  return pair.has_value() ? pair->before.files.size() : 99;
}

TEST(LoadDescriptorSets, WhereDeclarationsStandMakesNoDifference) {
  const std::string one = WithSourceInfo({"one"}, "a");
  EXPECT_EQ(FilesThatDiffer(one, one), 0u);
  EXPECT_EQ(FilesThatDiffer(one, WithSourceInfo({"two, which is longer"}, "a")), 0u);
  EXPECT_EQ(FilesThatDiffer(one, WithSourceInfo({"one"}, "b")), 1u);
  // Nobody writes it in pieces: such files are looked at.
  const std::string pieces = WithSourceInfo({"one", "two"}, "a");
  EXPECT_EQ(FilesThatDiffer(pieces, pieces), 0u);
  EXPECT_EQ(FilesThatDiffer(pieces, WithSourceInfo({"one", "2"}, "a")), 1u);
  EXPECT_EQ(FilesThatDiffer(pieces, one), 1u);
}

}  // namespace
}  // namespace leyline
