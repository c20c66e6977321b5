#include "analyzer/impact/sizes.h"

#include <algorithm>
#include <numeric>

namespace leyline {
namespace {

constexpr int kDeepest = 100;  // deeper messages are refused by parsers
constexpr uint64_t kLongestVarint = 10;

uint64_t VarintSize(uint64_t value) {
  uint64_t size = 1;
  for (; value >= 0x80; value >>= 7) ++size;
  return size;
}

uint64_t TagSize(int32_t number) { return VarintSize(static_cast<uint64_t>(number) << 3); }

// Negative numbers take ten bytes but where they are zigzag or fixed.
uint64_t NumberSize(FieldType type, const SampleValue& value) {
  switch (type) {
    case FieldType::kDouble:
    case FieldType::kFixed64:
    case FieldType::kSfixed64:
      return 8;
    case FieldType::kFloat:
    case FieldType::kFixed32:
    case FieldType::kSfixed32:
      return 4;
    case FieldType::kBool:
      return 1;
    case FieldType::kSint32:
    case FieldType::kSint64:
      return VarintSize(value.number * 2 - (value.negative ? 1 : 0));
    case FieldType::kInt32:
    case FieldType::kInt64:
      return value.negative ? kLongestVarint : VarintSize(value.number);
    default:
      return VarintSize(value.number);
  }
}

uint64_t LargestOf(FieldType type) {
  switch (type) {
    case FieldType::kUint32:
    case FieldType::kSint32:
      return 5;
    case FieldType::kInt32:
    case FieldType::kInt64:
    case FieldType::kUint64:
    case FieldType::kSint64:
    case FieldType::kEnum:
      return kLongestVarint;
    default:
      return NumberSize(type, {});
  }
}

bool IsText(const Field& field) {
  return field.type == FieldType::kString || field.type == FieldType::kBytes;
}

bool HasNoBound(const Field& field) { return field.is_repeated() || IsText(field); }

uint64_t Framed(const Field& field, uint64_t content) {
  const uint64_t tag = TagSize(field.number);
  return field.is_delimited() ? 2 * tag + content : tag + VarintSize(content) + content;
}

}  // namespace

SizeBounds SizesOf::Bounds(const Message& message) {
  if (const auto found = bounds_.find(&message); found != bounds_.end()) return found->second;
  bounds_[&message] = {};  // of a message inside itself, which has no bound
  if (open_ == kDeepest || !message.extension_ranges.empty()) return {};
  ++open_;
  SizeBounds bounds{.least = 0, .most = 0};
  std::unordered_map<const Oneof*, uint64_t> largest;
  for (const Field& field : message.fields) {
    const SizeBounds one = FieldBounds(field);
    if (field.is_required()) bounds.least += one.least;
    if (!one.most.has_value()) bounds.most.reset();
    if (!bounds.most.has_value()) continue;
    if (field.oneof == nullptr) {
      *bounds.most += *one.most;
      continue;
    }
    uint64_t& member = largest[field.oneof];
    *bounds.most += *one.most > member ? *one.most - member : 0;
    member = std::max(member, *one.most);
  }
  --open_;
  return bounds_[&message] = bounds;
}

// Of a field that is set.
SizeBounds SizesOf::FieldBounds(const Field& field) {
  const uint64_t tag = TagSize(field.number);
  if (field.is_message() && !field.is_map()) {
    const SizeBounds inner = Bounds(*field.message);
    const bool bounded = inner.most.has_value() && !HasNoBound(field);
    return {.least = Framed(field, inner.least),
            .most = bounded ? std::optional(Framed(field, *inner.most)) : std::nullopt};
  }
  if (HasNoBound(field)) return {.least = tag + 1, .most = std::nullopt};
  const bool fixed = LargestOf(field.type) == 4 || LargestOf(field.type) == 8;
  return {.least = tag + (fixed ? LargestOf(field.type) : 1), .most = tag + LargestOf(field.type)};
}

uint64_t SizesOf::SampledBytes(const Message& message) {
  const Bytes& bytes = AllSamples(message, kSampleDepth);
  return std::accumulate(bytes.begin(), bytes.end(), uint64_t{0});
}

// Elements of a map stay where they are, so that what is inside may be added meanwhile. Without
// messages inside, which is what the other depths have in common, at depth 0.
const SizesOf::Bytes& SizesOf::AllSamples(const Message& message, int depth) {
  const auto [found, is_new] = sampled_[static_cast<std::size_t>(depth)].try_emplace(&message);
  Bytes& bytes = found->second;
  if (!is_new) return bytes;
  if (depth == 0) {
    bytes.fill(0);
  } else {
    bytes = AllSamples(message, 0);
  }
  for (const Field& field : message.fields) {
    if (field.is_message() == (depth == 0)) continue;
    const FieldSamples samples(field);
    for (int sample = 0; sample < kSamples; ++sample) {
      bytes[static_cast<std::size_t>(sample)] += FieldBytes(field, samples, sample, depth);
    }
  }
  return bytes;
}

uint64_t SizesOf::FieldBytes(const Field& field, const FieldSamples& samples, int sample,
                             int depth) {
  const SampleValue value = samples.Of(sample);
  if (!value.set) return 0;
  if (field.is_map()) return MapBytes(field, samples, sample, depth);
  // Without presence a 0 is not written.
  const bool is_zero = field.type == FieldType::kEnum && !field.is_repeated() &&
                       !field.has_presence() && SampleEnum(*field.enum_type, value) == 0;
  if (is_zero) return 0;
  const uint64_t tag = TagSize(field.number);
  uint64_t content = 0;  // without tags
  for (int element = 0; element < value.elements; ++element) {
    const uint64_t one = ElementBytes(field, samples.Of(sample, element), sample, depth);
    content += field.is_packed()    ? one
               : field.is_message() ? Framed(field, one)
               : IsText(field)      ? tag + VarintSize(one) + one
                                    : tag + one;
  }
  return field.is_packed() ? tag + VarintSize(content) + content : content;
}

uint64_t SizesOf::ElementBytes(const Field& field, const SampleValue& value, int sample,
                               int depth) {
  if (field.is_message()) return SampleBytes(*field.message, sample, depth - 1);
  if (IsText(field)) return value.length;
  if (field.type == FieldType::kEnum) {
    const int32_t number = SampleEnum(*field.enum_type, value);
    return number < 0 ? kLongestVarint : VarintSize(static_cast<uint64_t>(number));
  }
  return NumberSize(field.type, value);
}

// Entries always have both their key and their value.
uint64_t SizesOf::MapBytes(const Field& field, const FieldSamples& samples, int sample, int depth) {
  constexpr uint64_t kKeyLength = 8;
  const SampleValue value = samples.Of(sample);
  uint64_t bytes = 0;
  for (int element = 0; element < (field.map_key == FieldType::kBool ? 1 : value.elements);
       ++element) {
    SampleValue key = value;
    key.number = value.key + static_cast<uint64_t>(element);
    key.negative = false;
    const uint64_t key_bytes =
        field.map_key == FieldType::kString ? 1 + kKeyLength : NumberSize(field.map_key, key);
    const uint64_t content = ElementBytes(field, samples.Of(sample, element), sample, depth);
    const bool framed = field.is_message() || IsText(field);
    const uint64_t entry = 1 + key_bytes + 1 + (framed ? VarintSize(content) : 0) + content;
    bytes += TagSize(field.number) + VarintSize(entry) + entry;
  }
  return bytes;
}

}  // namespace leyline
