#include "tests/unit/schema/link_support.h"

#include <set>

#include <fmt/format.h>
#include <google/protobuf/compiler/importer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <gtest/gtest.h>

#include "analyzer/schema/builtin/builtin.h"
#include "analyzer/syntax/parse.h"
#include "base/strings.h"

namespace leyline {
namespace {

namespace pb = google::protobuf;

class MemoryTree final : public pb::compiler::SourceTree {
 public:
  explicit MemoryTree(const std::vector<SourceText>& sources) : sources_(sources) {}

  pb::io::ZeroCopyInputStream* Open(const std::string& path) override {
    for (const SourceText& source : sources_) {
      if (source.path == path) return Stream(source.text);
    }
    const std::string_view text = BuiltinFile(path);
    return text.empty() ? nullptr : Stream(text);
  }

 private:
  static pb::io::ZeroCopyInputStream* Stream(std::string_view text) {
    return new pb::io::ArrayInputStream(text.data(), static_cast<int>(text.size()));
  }

  const std::vector<SourceText>& sources_;
};

class Silent final : public pb::compiler::MultiFileErrorCollector {
 public:
  void AddError(const std::string&, int, int, const std::string&) override {}
};

bool LibprotobufAccepts(const std::vector<SourceText>& sources) {
  MemoryTree tree(sources);
  Silent silent;
  pb::compiler::Importer importer(&tree, &silent);
  bool accepts = true;
  for (const SourceText& source : sources) accepts = importer.Import(source.path) && accepts;
  return accepts;
}

}  // namespace

void ExpectErrors(std::span<const LinkCase> cases) {
  for (const LinkCase& row : cases) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(LinkErrors(row.text), row.errors);
    if (row.text.find("edition") != std::string_view::npos) continue;
    const bool agrees = LibprotobufAccepts(SplitFiles(row.text)) == row.errors.empty();
    EXPECT_EQ(agrees, row.differs.empty()) << "libprotobuf takes the other view";
  }
}

Result<Snapshot> LinkTexts(const std::vector<SourceText>& sources, const LinkOptions& options) {
  std::vector<SourceText> open(sources.rbegin(), sources.rend());
  std::set<std::string> seen;
  for (const SourceText& source : sources) seen.insert(source.path);
  std::vector<std::unique_ptr<File>> files;
  Errors errors;
  while (!open.empty()) {
    SourceText source = std::move(open.back());
    open.pop_back();
    Parsed parsed = Parse(std::move(source.path), std::move(source.text));
    errors.insert(errors.end(), parsed.errors.begin(), parsed.errors.end());
    for (const Import& import : parsed.file->imports) {
      const std::string_view text = BuiltinFile(import.path);
      if (text.empty() || !seen.insert(std::string(import.path)).second) continue;
      open.push_back({std::string(import.path), std::string(text)});
    }
    files.push_back(std::move(parsed.file));
  }
  if (!errors.empty()) return Fail(std::move(errors));
  return Link("test", std::move(files), options);
}

std::vector<SourceText> SplitFiles(std::string_view text) {
  constexpr std::string_view kMark = "-- ";
  std::vector<SourceText> sources = {{"t.proto", ""}};
  for (const std::string_view line : Split(text, '\n')) {
    if (line.starts_with(kMark)) {
      sources.push_back({std::string(line.substr(kMark.size())), ""});
    } else {
      sources.back().text.append(line).append("\n");
    }
  }
  return sources;
}

std::string LinkErrors(std::string_view text, const LinkOptions& options) {
  const Result<Snapshot> snapshot = LinkTexts(SplitFiles(text), options);
  if (snapshot.has_value()) return {};
  std::string lines;
  for (const Error& error : snapshot.error()) {
    const SourceSpan where = error.where.value_or(SourceSpan{});
    lines += fmt::format("{}:{}:{}: {}\n", where.file, where.line, where.column, error.message);
  }
  return lines;
}

Snapshot LinkOrFail(std::string_view text) {
  Result<Snapshot> snapshot = LinkTexts(SplitFiles(text));
  if (snapshot.has_value()) return std::move(*snapshot);
  for (const Error& error : snapshot.error()) ADD_FAILURE() << Format(error);
  return {};
}

}  // namespace leyline
