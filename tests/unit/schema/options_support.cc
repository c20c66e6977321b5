#include "tests/unit/schema/options_support.h"

#include <algorithm>
#include <memory>
#include <set>

#include <fmt/format.h>
#include <google/protobuf/any.pb.h>
#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/descriptor_database.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "analyzer/schema/builtin/builtin.h"
#include "analyzer/schema/wire.h"
#include "analyzer/syntax/parse.h"

namespace leyline {
namespace {

namespace pb = google::protobuf;

class Silent final : public pb::io::ErrorCollector, public pb::DescriptorPool::ErrorCollector {
 public:
  void AddError(int, pb::io::ColumnNumber, const std::string&) override { failed = true; }
  void AddError(const std::string&, const std::string&, const pb::Message*, ErrorLocation,
                const std::string&) override {
    failed = true;
  }
  bool failed = false;
};

}  // namespace

Result<Snapshot> LinkWithBuiltins(const std::vector<NamedText>& texts) {
  std::vector<NamedText> pending = texts;
  std::set<std::string> known;
  for (const auto& [path, text] : texts) known.insert(path);
  std::vector<std::unique_ptr<File>> files;
  while (!pending.empty()) {
    auto [path, text] = std::move(pending.back());
    pending.pop_back();
    Parsed parsed = Parse(path, text);
    if (!parsed.errors.empty()) return Fail(std::move(parsed.errors));
    for (const Import& import : parsed.file->imports) {
      const std::string wanted(import.path);
      const std::string_view builtin = BuiltinFile(wanted);
      if (!builtin.empty() && known.insert(wanted).second) pending.emplace_back(wanted, builtin);
    }
    files.push_back(std::move(parsed.file));
  }
  return Link("test", std::move(files));
}

std::optional<std::string> MessageOptionsByLibprotobuf(const std::vector<NamedText>& texts,
                                                       const std::string& message) {
  // Any links in its file, and with it descriptor.proto.
  pb::Any::descriptor();
  pb::DescriptorPoolDatabase generated(*pb::DescriptorPool::generated_pool());
  pb::DescriptorPool underlay(&generated);
  pb::SimpleDescriptorDatabase own;
  pb::MergedDescriptorDatabase all(&own, &generated);
  Silent errors;
  for (const auto& [path, text] : texts) {
    pb::io::ArrayInputStream stream(text.data(), static_cast<int>(text.size()));
    pb::io::Tokenizer tokenizer(&stream, &errors);
    pb::compiler::Parser parser;
    parser.RecordErrorsTo(&errors);
    pb::FileDescriptorProto file;
    file.set_name(path);
    if (!parser.Parse(&tokenizer, &file) || errors.failed) return std::nullopt;
    own.Add(file);
  }
  pb::DescriptorPool pool(&all, &errors);
  const pb::Descriptor* found = pool.FindMessageTypeByName(message);
  if (found == nullptr || errors.failed) return std::nullopt;
  return found->options().SerializeAsString();
}

std::string InNumberOrder(std::string_view bytes) {
  std::vector<WireField> fields;
  WireReader reader(bytes);
  WireField field;
  while (reader.Next(field)) fields.push_back(field);
  std::ranges::stable_sort(fields, {}, &WireField::number);
  std::string sorted;
  for (const WireField& each : fields) sorted.append(each.raw);
  return sorted;
}

std::string Lines(const Errors& errors) {
  std::string lines;
  for (const Error& error : errors) {
    const SourceSpan at = error.where.value_or(SourceSpan());
    lines += fmt::format("{}:{}:{}: {}", at.file, at.line, at.column, error.message);
    if (!error.fix.empty()) lines += fmt::format(" (fix: {})", error.fix);
    lines += "\n";
  }
  return lines;
}

}  // namespace leyline
