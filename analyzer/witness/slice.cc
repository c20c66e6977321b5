#include "analyzer/witness/slice.h"

#include <fmt/format.h>

#include "analyzer/witness/lower.h"
#include "analyzer/witness/slice_source.h"

namespace leyline::witness {
namespace {

namespace pb = google::protobuf;

class FirstError : public pb::DescriptorPool::ErrorCollector {
 public:
  void AddError(const std::string& /*file*/, const std::string& element,
                const pb::Message* /*descriptor*/, ErrorLocation /*location*/,
                const std::string& message) override {
    if (text_.empty()) text_ = fmt::format("`{}`: {}", element, message);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace

Slice::Slice() : factory_(&pool_) {}

std::unique_ptr<Slice> Slice::Build(const Plan& plan, EnumMemory& enums, std::string& problem) {
  const std::vector<pb::FileDescriptorProto> files = Lower(plan, enums, problem);
  if (files.empty()) return nullptr;
  std::unique_ptr<Slice> slice(new Slice());
  for (const pb::FileDescriptorProto& file : files) {
    FirstError error;
    const pb::FileDescriptor* built = slice->pool_.BuildFileCollectingErrors(file, &error);
    if (built == nullptr) {
      problem = "the runtime that witnesses are executed on refuses the contracts: " + error.text();
      return nullptr;
    }
    slice->files_.push_back(built);
  }
  if (plan.holder_of() != nullptr) slice->holder_name_ = HolderName(*plan.holder_of());
  return slice;
}

const pb::Descriptor* Slice::Find(const Message& message) const {
  return Find(std::string(message.full_name));
}

const pb::Descriptor* Slice::Find(const std::string& full_name) const {
  return pool_.FindMessageTypeByName(full_name);
}

const pb::FieldDescriptor* Slice::Find(const Field& field) const {
  if (field.is_extension) {
    const pb::Descriptor* extendee = Find(*field.extendee);
    return extendee == nullptr ? nullptr : pool_.FindExtensionByNumber(extendee, field.number);
  }
  const pb::Descriptor* parent = Find(*field.parent);
  return parent == nullptr ? nullptr : parent->FindFieldByNumber(field.number);
}

const pb::Descriptor* Slice::holder() const { return pool_.FindMessageTypeByName(holder_name_); }

std::vector<const pb::Descriptor*> Slice::Messages() const {
  std::vector<const pb::Descriptor*> all;
  for (const pb::FileDescriptor* file : files_) {
    for (int i = 0; i < file->message_type_count(); ++i) all.push_back(file->message_type(i));
  }
  for (std::size_t at = 0; at < all.size(); ++at) {
    const pb::Descriptor& outer = *all[at];
    for (int i = 0; i < outer.nested_type_count(); ++i) all.push_back(outer.nested_type(i));
  }
  return all;
}

std::unique_ptr<pb::Message> Slice::New(const pb::Descriptor& type) const {
  return std::unique_ptr<pb::Message>(factory_.GetPrototype(&type)->New());
}

std::string Slice::Source() const { return SourceOf(files_); }

}  // namespace leyline::witness
