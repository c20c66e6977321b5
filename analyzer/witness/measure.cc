#include "analyzer/witness/measure.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <unordered_set>

#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/message.h>

#include "analyzer/witness/atoms.h"
#include "analyzer/witness/plan.h"
#include "analyzer/witness/sample_values.h"
#include "analyzer/witness/slice.h"

namespace leyline {
namespace {

namespace pb = google::protobuf;

constexpr int kRounds = 30;
constexpr std::size_t kMostMessages = 3000;  // more take too long to be made into descriptors

// All that the samples hold.
bool PlanClosure(const Message& root, witness::Plan& plan) {
  std::vector<const Message*> open = {&root};
  std::unordered_set<const Message*> seen = {&root};
  while (!open.empty()) {
    const Message& message = *open.back();
    open.pop_back();
    plan.Add(message);
    for (const Field& field : message.fields) {
      plan.Add(field);
      if (field.enum_type != nullptr) {
        for (const EnumValue& value : field.enum_type->values) {
          plan.Keep(*field.enum_type, value.number);
        }
      }
      if (field.message != nullptr && seen.insert(field.message).second) {
        open.push_back(field.message);
      }
    }
    if (seen.size() > kMostMessages) return false;
  }
  return true;
}

class Filler {
 public:
  Filler(const witness::Slice& slice, int sample) : slice_(slice), sample_(sample) {}

  void Fill(const Message& message, pb::Message& out, int depth) {
    for (const Field& field : message.fields) {
      const SampleValue value = SampleOf(field, sample_);
      if (!value.set || (field.is_message() && depth == 0)) continue;
      const pb::FieldDescriptor* real = slice_.Find(field);
      if (field.is_map()) {
        const int entries = field.map_key == FieldType::kBool ? 1 : value.elements;
        for (int i = 0; i < entries; ++i) AddEntry(field, *real, value, i, out, depth);
        continue;
      }
      for (int i = 0; i < value.elements; ++i) AddOne(field, *real, i, out, depth);
    }
  }

 private:
  void AddOne(const Field& field, const pb::FieldDescriptor& real, int element, pb::Message& out,
              int depth) {
    const pb::Reflection& reflection = *out.GetReflection();
    if (field.is_message()) {
      pb::Message* child = real.is_repeated() ? reflection.AddMessage(&out, &real)
                                              : reflection.MutableMessage(&out, &real);
      Fill(*field.message, *child, depth - 1);
      return;
    }
    Put(out, real, AtomOf(field, SampleOf(field, sample_, element)));
  }

  void AddEntry(const Field& field, const pb::FieldDescriptor& real, const SampleValue& value,
                int element, pb::Message& out, int depth) {
    pb::Message* entry = out.GetReflection()->AddMessage(&out, &real);
    const pb::FieldDescriptor& key = *real.message_type()->map_key();
    const uint64_t number = value.key + static_cast<uint64_t>(element);
    Put(*entry, key,
        field.map_key == FieldType::kString ? Bytes(KeyText(number)) : Unsigned(number));
    const pb::FieldDescriptor& of_value = *real.message_type()->map_value();
    if (field.is_message()) {
      Fill(*field.message, *entry->GetReflection()->MutableMessage(entry, &of_value), depth - 1);
    } else {
      Put(*entry, of_value, AtomOf(field, SampleOf(field, sample_, element)));
    }
  }

  static std::string KeyText(uint64_t number) {
    std::string text = std::to_string(number);
    return std::string(8 - text.size(), 'k') + text;
  }

  static Atom AtomOf(const Field& field, const SampleValue& value) {
    switch (field.type) {
      case FieldType::kString:
      case FieldType::kBytes:
        return Bytes(std::string(value.length, 'x'));
      case FieldType::kEnum:
        return Integer(SampleEnum(*field.enum_type, value));
      case FieldType::kBool:
        return Unsigned(1);
      case FieldType::kDouble:
      case FieldType::kFloat:
        return Real(static_cast<double>(value.number % 4096) + 0.5);
      case FieldType::kInt32:
      case FieldType::kInt64:
      case FieldType::kSint32:
      case FieldType::kSint64:
      case FieldType::kSfixed32:
      case FieldType::kSfixed64:
        return Integer(value.negative ? -static_cast<int64_t>(value.number)
                                      : static_cast<int64_t>(value.number));
      default:
        return Unsigned(value.number);
    }
  }

  const witness::Slice& slice_;
  const int sample_;
};

using Messages = std::vector<std::unique_ptr<pb::Message>>;

void TakeTimes(const Messages& samples, const std::function<int64_t()>& now, Measured& measured) {
  measured.encode_ns = measured.decode_ns = std::numeric_limits<int64_t>::max();
  std::vector<std::string> bytes(samples.size());
  for (int round = 0; round < kRounds; ++round) {
    const int64_t start = now();
    for (std::size_t i = 0; i < samples.size(); ++i)
      samples[i]->SerializePartialToString(&bytes[i]);
    const int64_t middle = now();
    for (std::size_t i = 0; i < samples.size(); ++i) samples[i]->ParsePartialFromString(bytes[i]);
    const int64_t end = now();
    measured.encode_ns = std::min(measured.encode_ns, middle - start);
    measured.decode_ns = std::min(measured.decode_ns, end - middle);
  }
}

}  // namespace

Measured MeasureSamples(const Message& message, const std::function<int64_t()>& now) {
  Measured measured;
  witness::Plan plan;
  if (!PlanClosure(message, plan)) {
    measured.problem = "it holds too many messages";
    return measured;
  }
  witness::EnumMemory enums;
  const auto slice = witness::Slice::Build(plan, enums, measured.problem);
  if (slice == nullptr) return measured;
  Messages samples;
  for (int sample = 0; sample < kSamples; ++sample) {
    samples.push_back(slice->New(*slice->Find(message)));
    Filler(*slice, sample).Fill(message, *samples.back(), kSampleDepth);
    measured.bytes.push_back(samples.back()->ByteSizeLong());
  }
  if (now != nullptr) TakeTimes(samples, now, measured);
  return measured;
}

}  // namespace leyline
