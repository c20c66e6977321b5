#include "analyzer/schema/options/printer.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "analyzer/schema/options/value.h"
#include "base/digest.h"

namespace leyline {
namespace {

constexpr int kMaxDepth = 64;

bool IsMessage(const Field& field) { return field.is_message() || field.is_map(); }

// Whether a value of that wire type can be one of the field, alone or packed.
bool Fits(const Field& field, const WireField& value) {
  if (IsMessage(field)) {
    return value.type == WireType::kBytes || (value.type == WireType::kGroup && !field.is_map());
  }
  if (value.type == WireTypeOf(field.type)) return true;
  return value.type == WireType::kBytes && field.is_repeated();
}

// What `[default = ...]` of a built-in option says.
std::string_view WrittenDefault(const Field& field) {
  for (const OptionDecl& option : field.options.written) {
    if (option.name.size() == 1 && option.name[0].name == "default") return option.text;
  }
  return {};
}

// The items of a MessageSet as fields with the number of their type.
void UnwrapItems(std::vector<WireField>& fields) {
  for (WireField& field : fields) {
    if (field.number != 1 || field.type != WireType::kGroup) continue;
    WireReader reader(field.payload);
    WireField part;
    uint64_t type = 0;
    std::string_view message;
    while (reader.Next(part)) {
      if (part.number == 2 && part.type == WireType::kVarint) type = part.value;
      if (part.number == 3 && part.type == WireType::kBytes) message = part.payload;
    }
    if (type == 0 || type > 0x7FFFFFFF) continue;
    field.number = static_cast<uint32_t>(type);
    field.type = WireType::kBytes;
    field.payload = message;
  }
}

}  // namespace

std::string OptionsPrinter::Print(const Message& options, std::string_view bytes) {
  out_.clear();
  AppendMessage(&options, bytes, 0, /*outermost=*/true);
  return std::move(out_);
}

OptionsPrinter::Fields OptionsPrinter::Sorted(const Message& type, std::string_view bytes,
                                              std::string_view& rest) {
  Fields fields;
  WireReader reader(bytes);
  WireField field;
  while (reader.Next(field)) fields.push_back(field);
  rest = reader.rest();
  if (IsMessageSet(type)) UnwrapItems(fields);
  std::ranges::stable_sort(fields, {}, &WireField::number);
  return fields;
}

const Field* OptionsPrinter::Find(const Message& type, uint32_t number) {
  if (const Field* field = types_.FieldByNumber(type, number)) return field;
  return snapshot_.FindExtension(type.full_name, static_cast<int32_t>(number));
}

void OptionsPrinter::Separate() {
  if (out_.back() != '{' && out_.back() != '[') out_.append(", ");
}

void OptionsPrinter::AppendMessage(const Message* type, std::string_view bytes, int depth,
                                   bool outermost) {
  if (type == nullptr || depth > kMaxDepth) {
    out_.append("0x").append(Hex(bytes));
    return;
  }
  out_.push_back('{');
  std::string_view rest;
  const Fields fields = Sorted(*type, bytes, rest);
  for (std::size_t i = 0; i < fields.size();) {
    std::size_t next = i + 1;
    while (next < fields.size() && fields[next].number == fields[i].number) ++next;
    AppendGroup(*type, std::span(fields).subspan(i, next - i), depth, outermost);
    i = next;
  }
  if (!rest.empty()) {
    Separate();
    out_.append("?: 0x").append(Hex(rest));
  }
  out_.push_back('}');
}

// All fields of one number.
void OptionsPrinter::AppendGroup(const Message& type, std::span<const WireField> same, int depth,
                                 bool outermost) {
  const Field* field = Find(type, same.front().number);
  if (field == nullptr) return AppendUnknown(same.front().number, outermost, same);
  if (outermost && !field->is_extension && field->name == "features") return;
  const auto fits = [&](const WireField& value) { return Fits(*field, value); };
  if (!std::ranges::all_of(same, fits)) {
    return AppendUnknown(same.front().number, outermost, same);
  }
  const std::size_t before = out_.size();
  Separate();
  AppendName(*field);
  const std::size_t value = out_.size();
  const bool says_something = AppendValue(*field, same, depth);
  const bool is_default = outermost && !field->is_extension && field->has_default &&
                          std::string_view(out_).substr(value) == WrittenDefault(*field);
  if (!says_something || is_default) out_.resize(before);
}

void OptionsPrinter::AppendName(const Field& field) {
  if (field.is_extension) {
    out_.append("(").append(FullName(field)).append("): ");
  } else {
    out_.append(field.name).append(": ");
  }
}

// False when the value is the one that the field has without being there.
bool OptionsPrinter::AppendValue(const Field& field, std::span<const WireField> same, int depth) {
  if (field.is_map()) {
    AppendMap(field, same, depth);
  } else if (field.is_repeated()) {
    AppendList(field, same, depth);
  } else if (field.is_message()) {
    AppendMessages(field, same, depth);
  } else {
    const WireField& last = same.back();
    AppendScalarText(field, last);
    const bool implicit = field.features.presence == Presence::kImplicit && !field.has_presence();
    if (implicit) return last.value != 0 || !last.payload.empty();
  }
  return true;
}

// A singular message in one piece or several.
void OptionsPrinter::AppendMessages(const Field& field, std::span<const WireField> same,
                                    int depth) {
  if (same.size() == 1) {
    return AppendMessage(field.message, same.front().payload, depth + 1, false);
  }
  std::string joined;
  for (const WireField& piece : same) joined.append(piece.payload);
  AppendMessage(field.message, joined, depth + 1, false);
}

void OptionsPrinter::AppendList(const Field& field, std::span<const WireField> same, int depth) {
  out_.push_back('[');
  for (const WireField& value : same) {
    if (field.is_message()) {
      Separate();
      AppendMessage(field.message, value.payload, depth + 1, false);
      continue;
    }
    if (value.type != WireType::kBytes || IsTextType(field.type)) {
      Separate();
      AppendScalarText(field, value);
      continue;
    }
    PackedReader packed(value.payload, WireTypeOf(field.type));
    WireField element;
    while (packed.Next(element)) {
      Separate();
      AppendScalarText(field, element);
    }
    if (packed.rest().empty()) continue;
    Separate();
    out_.append("?0x").append(Hex(packed.rest()));
  }
  out_.push_back(']');
}

// Of several entries with one key the last counts.
void OptionsPrinter::AppendMap(const Field& field, std::span<const WireField> same, int depth) {
  struct Entry {
    std::string key;
    std::string value;
  };
  const Message& entry_type = types_.MapEntry(field);
  std::string outside = std::exchange(out_, {});
  std::vector<Entry> entries;
  for (const WireField& piece : same) {
    std::string_view rest;
    const Fields parts = Sorted(entry_type, piece.payload, rest);
    Entry& entry = entries.emplace_back();
    for (std::string* text : {&entry.key, &entry.value}) {
      const Field& part = entry_type.fields[text == &entry.key ? 0 : 1];
      Fields values;
      std::ranges::copy_if(parts, std::back_inserter(values), [&](const WireField& value) {
        return value.number == static_cast<uint32_t>(part.number) && Fits(part, value);
      });
      if (values.empty())
        values.push_back(
            {.number = 0, .type = WireTypeOf(part.type), .value = 0, .payload = {}, .raw = {}});
      AppendValue(part, values, depth);
      *text = std::exchange(out_, {});
    }
  }
  out_ = std::move(outside);
  std::ranges::stable_sort(entries, {}, &Entry::key);
  out_.push_back('{');
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (i + 1 < entries.size() && entries[i + 1].key == entries[i].key) continue;
    Separate();
    out_.append(entries[i].key).append(": ").append(entries[i].value);
  }
  out_.push_back('}');
}

void OptionsPrinter::AppendUnknown(uint32_t number, bool outermost,
                                   std::span<const WireField> same) {
  Separate();
  out_.append(outermost ? fmt::format("(?{}): 0x", number) : fmt::format("?{}: 0x", number));
  for (const WireField& field : same) out_.append(Hex(field.raw));
}

}  // namespace leyline
