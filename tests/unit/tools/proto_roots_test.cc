#include "tools/leyline/input/proto_roots.h"

#include <gmock/gmock.h>

namespace leyline {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> FoldersOf(const ProtoRoots& roots) {
  std::vector<std::string> folders;
  for (const ProtoRoot& root : roots.list) {
    folders.push_back((root.kind == RootKind::kVendored ? "vendored " : "") + root.folder);
  }
  return folders;
}

TEST(ProtoRootsTest, ImportsSayWhereTheyStart) {
  const std::vector<ProtoFile> files = {{"api/proto/shop/order.proto", "x", {"shop/item.proto"}},
                                        {"api/proto/shop/item.proto", "y", {}}};
  const ProtoRoots roots = FindRoots(files);
  EXPECT_THAT(FoldersOf(roots), ElementsAre("api/proto"));
  EXPECT_EQ(roots.list[0].imports, 1);
  EXPECT_EQ(roots.list[0].files, 2);
}

TEST(ProtoRootsTest, PackagesSayItWhereNoImportDoes) {
  const std::vector<ProtoFile> files = {{"a/idl/acme/v1/x.proto", "acme.v1", {}},
                                        {"b/acme/v2/y.proto", "acme.v2", {}}};
  EXPECT_THAT(FoldersOf(FindRoots(files)), ElementsAre("a/idl", "b"));
}

TEST(ProtoRootsTest, AnImportOutweighsPackages) {
  // The package would make it `proto`; the import says that the top is the root.
  const std::vector<ProtoFile> files = {{"proto/acme/a.proto", "acme", {"proto/acme/b.proto"}},
                                        {"proto/acme/b.proto", "acme", {}}};
  EXPECT_THAT(FoldersOf(FindRoots(files)), ElementsAre("."));
}

TEST(ProtoRootsTest, AnAmbiguousImportDecidesNothing) {
  const std::vector<ProtoFile> files = {{"one/a/x.proto", "a", {"a/y.proto"}},
                                        {"one/a/y.proto", "a", {}},
                                        {"two/a/y.proto", "a", {}}};
  const ProtoRoots roots = FindRoots(files);
  EXPECT_THAT(FoldersOf(roots), ElementsAre("one", "two"));
  EXPECT_EQ(roots.list[0].imports, 0);
}

TEST(ProtoRootsTest, OfOverlappingRootsTheBetterOneStays) {
  const std::vector<ProtoFile> files = {{"p/a/x.proto", "a", {"a/y.proto", "a/z.proto"}},
                                        {"p/a/y.proto", "a", {"p/a/z.proto"}},
                                        {"p/a/z.proto", "a", {}}};
  EXPECT_THAT(FoldersOf(FindRoots(files)), ElementsAre("p"));
}

TEST(ProtoRootsTest, CopiesOfOthersAreVendoredAlsoInsideOnesOwn) {
  const std::vector<ProtoFile> files = {
      {"svc/a.proto", "svc", {"svc/b.proto", "google/api/http.proto"}},
      {"svc/b.proto", "svc", {}},
      {"third_party/gapi/google/api/http.proto", "google.api", {}}};
  const ProtoRoots roots = FindRoots(files);
  EXPECT_THAT(FoldersOf(roots), ElementsAre(".", "vendored third_party/gapi"));
  EXPECT_EQ(roots.list[0].files, 2) << "what is vendored is not counted twice";
}

TEST(ProtoRootsTest, WhatNothingSpeaksForIsItsTopmostFolder) {
  const std::vector<ProtoFile> files = {{"idl/deep/er/x.proto", "", {}}, {"idl/y.proto", "", {}}};
  EXPECT_THAT(FoldersOf(FindRoots(files)), ElementsAre("idl"));
  const std::vector<ProtoFile> top = {{"x.proto", "", {}}};
  EXPECT_THAT(FoldersOf(FindRoots(top)), ElementsAre("."));
  EXPECT_THAT(FindRoots({}).list, IsEmpty());
}

TEST(ProtoRootsTest, WhatIsMissingAndWhatFitsNowhereIsSaid) {
  const std::vector<ProtoFile> files = {{"p/a/x.proto", "a", {"a/y.proto", "gone/z.proto"}},
                                        {"p/a/y.proto", "a", {}},
                                        {"stray.proto", "", {}}};
  const ProtoRoots roots = FindRoots(files);
  EXPECT_THAT(FoldersOf(roots), ElementsAre("p"));
  EXPECT_THAT(roots.outside, ElementsAre("stray.proto"));
  ASSERT_EQ(roots.missing.size(), 1U);
  EXPECT_EQ(roots.missing[0].file, "p/a/x.proto");
  EXPECT_EQ(roots.missing[0].import, "gone/z.proto");
}

}  // namespace
}  // namespace leyline
