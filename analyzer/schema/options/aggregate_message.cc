// What is done once all fields of a message of an aggregate are read: rules over several fields,
// and their order on the wire.
#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "analyzer/schema/options/aggregate.h"

namespace leyline {
namespace {

// Field numbers of a MessageSet's items: group Item = 1 { int32 type_id = 2; bytes message = 3; }
constexpr uint32_t kItem = 1;
constexpr uint32_t kItemType = 2;
constexpr uint32_t kItemMessage = 3;

// MapEntry() makes messages of no file.
bool IsMapEntry(const Message& type) { return type.file == nullptr; }

}  // namespace

// Gives the bytes from `begin` to the end the tag and length of a field.
void AggregateReader::Wrap(const Field& field, std::size_t begin) {
  const auto number = static_cast<uint32_t>(field.number);
  const std::size_t size = bytes_->size() - begin;
  scratch_.clear();
  if (field.is_extension && field.extendee != nullptr && IsMessageSet(*field.extendee)) {
    AppendTag(scratch_, kItem, WireType::kGroup);
    AppendTag(scratch_, kItemType, WireType::kVarint);
    AppendVarint(scratch_, number);
    AppendTag(scratch_, kItemMessage, WireType::kBytes);
    AppendVarint(scratch_, size);
    AppendTag(*bytes_, kItem, WireType::kEndGroup);
  } else if (EncodingOf(field).delimited) {
    AppendTag(scratch_, number, WireType::kGroup);
    AppendTag(*bytes_, number, WireType::kEndGroup);
  } else {
    AppendTag(scratch_, number, WireType::kBytes);
    AppendVarint(scratch_, size);
  }
  bytes_->insert(begin, scratch_);
}

// protoc writes both parts of a map's entry even when they are not set.
void AggregateReader::AddMissingEntryParts(const Message& type, std::size_t first) {
  const std::size_t written = entries_.size();
  for (const Field& part : type.fields) {
    const bool found = std::any_of(entries_.begin() + static_cast<std::ptrdiff_t>(first),
                                   entries_.begin() + static_cast<std::ptrdiff_t>(written),
                                   [&](const Entry& entry) { return entry.field == &part; });
    if (found) continue;
    const std::size_t begin = bytes_->size();
    if (part.is_message()) {
      Wrap(part, begin);
    } else {
      AppendTag(*bytes_, static_cast<uint32_t>(part.number), WireTypeOf(part.type));
      Scalar zero;
      if (part.enum_type != nullptr && !part.enum_type->values.empty()) {
        zero.bits = static_cast<uint64_t>(int64_t{part.enum_type->values.front().number});
      }
      AppendScalar(*bytes_, part.type, zero);
    }
    entries_.push_back(
        {.field = &part, .begin = begin, .end = bytes_->size(), .at = kNoOffset, .packed = false});
  }
}

bool AggregateReader::Finish(const Message& type, std::size_t first, std::size_t start) {
  if (IsMapEntry(type)) AddMissingEntryParts(type, first);
  const auto begin = entries_.begin() + static_cast<std::ptrdiff_t>(first);
  const auto by_number = [](const Entry& a, const Entry& b) {
    return a.field->number < b.field->number;
  };
  const bool sorted = std::is_sorted(begin, entries_.end(), by_number);
  const bool packed =
      std::any_of(begin, entries_.end(), [](const Entry& entry) { return entry.packed; });
  if (!sorted) std::stable_sort(begin, entries_.end(), by_number);
  if (!CheckEntries(type, first) || !CheckOneofs(first)) return false;
  if (!sorted || packed) Reorder(first, start);
  entries_.resize(first);
  return true;
}

// The entries are sorted by number.
bool AggregateReader::CheckEntries(const Message& type, std::size_t first) {
  for (std::size_t i = first + 1; i < entries_.size(); ++i) {
    const Entry& entry = entries_[i];
    if (entry.field->is_repeated() || entry.field->number != entries_[i - 1].field->number) {
      continue;
    }
    return Fail(entry.at, fmt::format("`{}` is set twice; it is not repeated", entry.field->name));
  }
  for (const Field* field : types_.RequiredFields(type)) {
    const bool set = std::binary_search(
        entries_.begin() + static_cast<std::ptrdiff_t>(first), entries_.end(),
        Entry{.field = field, .begin = 0, .end = 0, .at = 0, .packed = false},
        [](const Entry& a, const Entry& b) { return a.field->number < b.field->number; });
    if (!set) {
      return Fail(Here(), fmt::format("the required field `{}` of `{}` is not set", field->name,
                                      type.full_name));
    }
  }
  return true;
}

bool AggregateReader::CheckOneofs(std::size_t first) {
  std::vector<const Entry*> members;
  for (std::size_t i = first; i < entries_.size(); ++i) {
    const Field& field = *entries_[i].field;
    if (field.oneof_index >= 0 && !field.is_extension) members.push_back(&entries_[i]);
  }
  std::stable_sort(members.begin(), members.end(), [](const Entry* a, const Entry* b) {
    return std::pair(a->field->oneof_index, a->at) < std::pair(b->field->oneof_index, b->at);
  });
  for (std::size_t i = 1; i < members.size(); ++i) {
    if (members[i]->field->oneof_index != members[i - 1]->field->oneof_index) continue;
    return Fail(members[i]->at, fmt::format("`{}` and `{}` are set, but they are of one oneof",
                                            members[i - 1]->field->name, members[i]->field->name));
  }
  return true;
}

// Writes the sorted entries one after the other; neighbours of a packed field become one value.
void AggregateReader::Reorder(std::size_t first, std::size_t start) {
  scratch_.clear();
  for (std::size_t i = first; i < entries_.size();) {
    std::size_t next = i + 1;
    const Entry& entry = entries_[i];
    if (entry.packed) {
      std::size_t size = entry.end - entry.begin;
      for (; next < entries_.size() && entries_[next].field == entry.field; ++next) {
        size += entries_[next].end - entries_[next].begin;
      }
      AppendTag(scratch_, static_cast<uint32_t>(entry.field->number), WireType::kBytes);
      AppendVarint(scratch_, size);
    }
    for (; i < next; ++i) {
      scratch_.append(*bytes_, entries_[i].begin, entries_[i].end - entries_[i].begin);
    }
  }
  bytes_->replace(start, std::string::npos, scratch_);
}

}  // namespace leyline
