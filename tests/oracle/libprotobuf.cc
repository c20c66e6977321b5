#include "tests/oracle/libprotobuf.h"

#include <set>

#include <fmt/format.h>
#include <google/protobuf/any.pb.h>
#include <google/protobuf/api.pb.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/empty.pb.h>
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/type.pb.h>
#include <google/protobuf/util/message_differencer.h>
#include <google/protobuf/wrappers.pb.h>

namespace leyline {
namespace {

namespace pb = google::protobuf;

// libprotobuf registers its files when their code is first used.
const pb::DescriptorPool& Builtin() {
  static const bool used = [] {
    for (const pb::Descriptor* type :
         {pb::Any::descriptor(), pb::Api::descriptor(), pb::Duration::descriptor(),
          pb::Empty::descriptor(), pb::FieldMask::descriptor(), pb::Struct::descriptor(),
          pb::Timestamp::descriptor(), pb::Type::descriptor(), pb::BoolValue::descriptor()}) {
      if (type == nullptr) return false;
    }
    return true;
  }();
  (void)used;
  return *pb::DescriptorPool::generated_pool();
}

}  // namespace

Libprotobuf::Libprotobuf(const Sources& sources)
    : sources_(sources),
      builtin_(Builtin()),
      database_(this, &builtin_),
      pool_(&database_, database_.GetValidationErrorCollector()) {
  database_.RecordErrorsTo(this);
  pool_.EnforceWeakDependencies(true);
}

pb::io::ZeroCopyInputStream* Libprotobuf::Open(const std::string& path) {
  const auto found = sources_.find(path);
  if (found == sources_.end()) return nullptr;
  return new pb::io::ArrayInputStream(found->second.data(), static_cast<int>(found->second.size()));
}

void Libprotobuf::AddError(const std::string& path, int line, int column, const std::string& text) {
  errors_.push_back(fmt::format("{}:{}:{}: {}", path, line + 1, column + 1, text));
}

pb::FileDescriptorProto ToProto(const pb::FileDescriptor& file) {
  pb::FileDescriptorProto proto;
  file.CopyTo(&proto);
  file.CopyJsonNameTo(&proto);
  for (pb::ServiceDescriptorProto& service : *proto.mutable_service()) {
    for (pb::MethodDescriptorProto& method : *service.mutable_method()) {
      if (method.options().ByteSizeLong() == 0) method.clear_options();
    }
  }
  return proto;
}

pb::FileDescriptorSet SetWithImports(const pb::FileDescriptor& file) {
  pb::FileDescriptorSet set;
  std::set<const pb::FileDescriptor*> done;
  std::vector<const pb::FileDescriptor*> open = {&file};
  while (!open.empty()) {
    const pb::FileDescriptor* next = open.back();
    open.pop_back();
    if (!done.insert(next).second) continue;
    *set.add_file() = ToProto(*next);
    for (int i = 0; i < next->dependency_count(); ++i) open.push_back(next->dependency(i));
  }
  return set;
}

std::string Differences(const pb::DescriptorPool& pool, const std::string& expected,
                        const std::string& actual) {
  if (expected == actual) return "";
  const pb::Descriptor* type = pool.FindMessageTypeByName("google.protobuf.FileDescriptorProto");
  // Without descriptor.proto in the pool no option can be custom.
  if (type == nullptr) type = pb::FileDescriptorProto::descriptor();
  pb::DynamicMessageFactory factory(&pool);
  const pb::Message* prototype = factory.GetPrototype(type);
  const std::unique_ptr<pb::Message> left(prototype->New());
  const std::unique_ptr<pb::Message> right(prototype->New());
  if (!left->ParseFromString(expected)) return "the expected bytes can't be parsed";
  if (!right->ParseFromString(actual)) return "the actual bytes can't be parsed";
  std::string report;
  pb::util::MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&report);
  differencer.Compare(*left, *right);
  return report;
}

}  // namespace leyline
