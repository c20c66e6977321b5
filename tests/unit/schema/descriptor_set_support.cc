#include "tests/unit/schema/descriptor_set_support.h"

#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <gtest/gtest.h>

#include "analyzer/schema/descriptor_set.h"

namespace leyline {
namespace {

namespace pb = google::protobuf;

class FailTest final : public pb::io::ErrorCollector, public pb::DescriptorPool::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    ADD_FAILURE() << line << ":" << column << ": " << message;
  }
  void AddError(const std::string& file, const std::string& element, const pb::Message*,
                ErrorLocation, const std::string& message) override {
    ADD_FAILURE() << file << ": " << element << ": " << message;
  }
};

}  // namespace

pb::FileDescriptorSet CompileSet(const std::vector<ProtoSource>& sources) {
  pb::DescriptorPool pool;
  FailTest collector;
  pb::FileDescriptorProto builtin;
  pb::FileDescriptorProto::descriptor()->file()->CopyTo(&builtin);
  pool.BuildFile(builtin);
  pb::FileDescriptorSet set;
  for (const ProtoSource& source : sources) {
    pb::io::ArrayInputStream stream(source.text.data(), static_cast<int>(source.text.size()));
    pb::io::Tokenizer tokenizer(&stream, &collector);
    pb::compiler::Parser parser;
    parser.RecordErrorsTo(&collector);
    pb::FileDescriptorProto parsed;
    parsed.set_name(source.path);
    parser.Parse(&tokenizer, &parsed);
    const pb::FileDescriptor* built = pool.BuildFileCollectingErrors(parsed, &collector);
    if (built == nullptr) continue;
    built->CopyTo(set.add_file());
    built->CopyJsonNameTo(set.mutable_file(set.file_size() - 1));
    built->CopySourceCodeInfoTo(set.mutable_file(set.file_size() - 1));
  }
  return set;
}

std::string ErrorOf(const std::string& bytes) {
  const auto result = DecodeDescriptorSet("set.binpb", bytes);
  return result.has_value() ? "" : Format(result.error().at(0));
}

std::string ErrorOf(const google::protobuf::FileDescriptorSet& set) { return ErrorOf(set.SerializeAsString()); }

}  // namespace leyline
