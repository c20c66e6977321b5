#include "tests/property/first_difference.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <fmt/format.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/text_format.h>

#include "analyzer/witness/atoms.h"
#include "analyzer/witness/proto_json/proto_json.h"

namespace leyline::testing {
namespace {

namespace pb = google::protobuf;

int32_t NumberOf(const Atom& atom) {
  return static_cast<int32_t>(atom.negative ? ~atom.magnitude + 1 : atom.magnitude);
}

// The number that libprotobuf's parser of text gives a name in a field; nothing: it refuses it.
std::optional<int32_t> ParsedIn(const pb::Message& host, const pb::FieldDescriptor& field,
                                const std::string& name) {
  const std::unique_ptr<pb::Message> message(host.New());
  pb::TextFormat::Parser parser;
  parser.AllowPartialMessage(true);
  const std::string path =
      field.is_extension() ? fmt::format("[{}]", field.full_name()) : field.name();
  if (!parser.ParseFromString(fmt::format("{}: {}", path, name), message.get())) return {};
  // Zero is not set where there is no presence.
  return NumberOf(
      (field.is_repeated() ? ValueOf(*message, field) : GetterOf(*message, field)).front());
}

// What becomes of a value whose names are written one by one: whether one of them is read as
// `expected`; nothing: none of them is read at all.
std::optional<bool> IsReadAs(const pb::EnumDescriptor& plan, int32_t number,
                             const pb::Message& host, const pb::FieldDescriptor& field,
                             int32_t expected) {
  std::optional<bool> is_read;
  for (int i = 0; i < plan.value_count(); ++i) {
    if (plan.value(i)->number() != number) continue;
    const std::optional<int32_t> found = ParsedIn(host, field, plan.value(i)->name());
    if (found == expected) return true;
    if (found.has_value()) is_read = false;
  }
  return is_read;
}

// The first field that isn't read as it was written.
class Comparison {
 public:
  Comparison(const PartnerOf& partner_of, Surface surface)
      : partner_of_(partner_of), surface_(surface) {}

  std::string Run(const pb::Message& written, const pb::Message& read, int depth = 12) const {
    std::vector<const pb::FieldDescriptor*> fields;
    for (int i = 0; i < written.GetDescriptor()->field_count(); ++i) {
      fields.push_back(written.GetDescriptor()->field(i));
    }
    std::vector<const pb::FieldDescriptor*> set;
    written.GetReflection()->ListFields(written, &set);
    for (const auto* field : set) {
      if (field->is_extension()) fields.push_back(field);
    }
    for (const pb::FieldDescriptor* field : fields) {
      const pb::FieldDescriptor* partner = partner_of_(*field, read);
      if (partner == nullptr) continue;
      std::string found = Compare(written, *field, read, *partner, depth);
      if (!found.empty()) return field->name() + found;
    }
    return "";
  }

 private:
  static bool IsKnown(const pb::Descriptor& type) {
    return type.full_name().starts_with("google.protobuf.");
  }
  static int SizeOf(const pb::Message& message, const pb::FieldDescriptor& field) {
    const pb::Reflection& r = *message.GetReflection();
    return field.is_repeated() ? r.FieldSize(message, &field)
                               : static_cast<int>(r.HasField(message, &field));
  }
  static const pb::Message& At(const pb::Message& message, const pb::FieldDescriptor& field,
                               int index) {
    const pb::Reflection& r = *message.GetReflection();
    return field.is_repeated() ? r.GetRepeatedMessage(message, &field, index)
                               : r.GetMessage(message, &field);
  }

  std::string Compare(const pb::Message& written, const pb::FieldDescriptor& writer,
                      const pb::Message& read, const pb::FieldDescriptor& reader, int depth) const {
    if (HasForm(writer, reader)) return CompareForms(written, writer, read, reader);
    if (writer.message_type() != nullptr && reader.message_type() != nullptr) {
      return CompareMessages(written, writer, read, reader, depth);
    }
    // A wrapper and what it wraps are one in JSON.
    if ((writer.message_type() == nullptr) != (reader.message_type() == nullptr)) return "";
    const bool are_scalars = !writer.is_repeated() && !reader.is_repeated() &&
                             writer.message_type() == nullptr && reader.message_type() == nullptr;
    const Value before = are_scalars ? GetterOf(written, writer) : ValueOf(written, writer);
    const Value after = are_scalars ? GetterOf(read, reader) : ValueOf(read, reader);
    if (writer.enum_type() != nullptr && reader.enum_type() != nullptr) {
      const bool is_lost =
          SizeOf(written, writer) > 0 && SizeOf(read, reader) == 0 && reader.has_presence();
      if (!is_lost && HaveOneMeaning(written, writer, before, read, reader, after)) return "";
      if (is_lost && SameValue(before, after)) return "";
    } else if (SameValue(before, after) || IsSameKey(writer, before, reader, after)) {
      return "";
    } else if (are_scalars && IsTrivial(before) && IsTrivial(after)) {
      return "";  // the default of either type
    }
    return fmt::format(": {} is read as {}", Show(before), Show(after));
  }

  std::string CompareMessages(const pb::Message& written, const pb::FieldDescriptor& writer,
                              const pb::Message& read, const pb::FieldDescriptor& reader,
                              int depth) const {
    // Forms that well-known types share in JSON.
    const bool is_known = IsKnown(*writer.message_type()) != IsKnown(*reader.message_type());
    const bool is_list =
        IsKnown(*writer.message_type()) && writer.is_repeated() != reader.is_repeated();
    if (is_known || is_list || writer.is_map() != reader.is_map()) return "";
    const int before = SizeOf(written, writer);
    const int after = SizeOf(read, reader);
    if (before != after) return fmt::format(": {} of them are read as {}", before, after);
    for (int i = 0; i < before && depth > 0; ++i) {
      std::string found = Run(At(written, writer, i), At(read, reader, i), depth - 1);
      if (!found.empty()) return fmt::format("[{}].{}", i, found);
    }
    return "";
  }

  static std::string KeyText(const pb::FieldDescriptor& key, const Value& value) {
    if (value.size() != 1) return "";
    const Atom& atom = value.front();
    if (atom.kind == Atom::Kind::kBytes) return atom.bytes;
    if (key.type() == pb::FieldDescriptor::TYPE_BOOL) return atom.magnitude != 0 ? "true" : "false";
    return fmt::format("{}{}", atom.negative ? "-" : "", atom.magnitude);
  }

  // In JSON every key is a text.
  bool IsSameKey(const pb::FieldDescriptor& writer, const Value& before,
                 const pb::FieldDescriptor& reader, const Value& after) const {
    const auto is_key = [](const pb::FieldDescriptor& field) {
      return field.number() == 1 && field.containing_type()->options().map_entry();
    };
    return surface_ == Surface::kJson && is_key(writer) && is_key(reader) &&
           KeyText(writer, before) == KeyText(reader, after);
  }

  // A value is what its names are read as on the other side; where no name is known there, its
  // number.
  static bool HaveOneMeaning(const pb::Message& written_in, const pb::FieldDescriptor& writer,
                             const Value& written, const pb::Message& read_in,
                             const pb::FieldDescriptor& reader, const Value& read) {
    if (written.size() != read.size()) return SameValue(written, read);
    const pb::EnumDescriptor& own = *writer.enum_type();
    const pb::EnumDescriptor& other = *reader.enum_type();
    for (std::size_t i = 0; i < written.size(); ++i) {
      const int32_t from = NumberOf(written[i]);
      const int32_t to = NumberOf(read[i]);
      // A number without a name on one side is what a program there makes of it.
      const bool is_bare = from == to && (own.FindValueByNumber(from) == nullptr ||
                                          other.FindValueByNumber(to) == nullptr);
      if (is_bare) continue;
      const std::optional<bool> there = IsReadAs(own, from, read_in, reader, to);
      const bool is_same =
          there.has_value()
              ? *there
              : from == to && !IsReadAs(other, to, written_in, writer, from).has_value();
      if (!is_same) return false;
    }
    return true;
  }

  // The JSON of one field alone; "" where there is none.
  static std::string JsonOf(const pb::Message& message, const pb::FieldDescriptor& field) {
    const std::unique_ptr<pb::Message> alone(message.New());
    alone->CopyFrom(message);
    std::vector<const pb::FieldDescriptor*> set;
    alone->GetReflection()->ListFields(*alone, &set);
    for (const pb::FieldDescriptor* other : set) {
      if (other != &field) alone->GetReflection()->ClearField(alone.get(), other);
    }
    std::string problem;
    std::string json = PrintProtoJson(*alone, problem).value_or("");
    const std::size_t colon = json.find(':');
    if (colon == std::string::npos) return "";
    json = json.substr(colon + 1, json.size() - colon - 2);
    pb::Value value;  // its members are printed in one order
    if (ParseProtoJson(json, value, problem)) json = PrintProtoJson(value, problem).value_or(json);
    std::erase(json, '"');  // of 64-bit numbers and those that are not finite
    return json;
  }

  // Well-known types share forms in JSON with others: there the form is what is read.
  bool HasForm(const pb::FieldDescriptor& writer, const pb::FieldDescriptor& reader) const {
    const auto is_known = [](const pb::FieldDescriptor& field) {
      return field.message_type() != nullptr && IsKnown(*field.message_type());
    };
    const bool is_same = writer.message_type() != nullptr && reader.message_type() != nullptr &&
                         writer.message_type()->full_name() == reader.message_type()->full_name();
    // A number is read as a value of an enum, which is printed by its name.
    if (writer.enum_type() != nullptr || reader.enum_type() != nullptr) return false;
    return surface_ == Surface::kJson && (is_known(writer) || is_known(reader)) &&
           (!is_same || writer.is_repeated() != reader.is_repeated());
  }

  static std::string CompareForms(const pb::Message& written, const pb::FieldDescriptor& writer,
                                  const pb::Message& read, const pb::FieldDescriptor& reader) {
    const std::string before = JsonOf(written, writer);
    const std::string after = JsonOf(read, reader);
    if (before == after) return "";
    // Null is absent to who knows no null; what has no presence leaves its default out.
    const auto is_default = [](const std::string& json) {
      return json.empty() || json == "null" || json == "0" || json == "false" || json == "[]" ||
             json == "{}";
    };
    if (is_default(before) && after.empty()) return "";
    // An entry is written with a value that was never set.
    if (before.empty() && writer.containing_type()->options().map_entry()) return "";
    return fmt::format(": {} is read as {}", before, after);
  }

  const PartnerOf& partner_of_;
  Surface surface_;
};

}  // namespace

std::string FirstDifference(const PartnerOf& partner_of, Surface surface,
                            const pb::Message& written, const pb::Message& read) {
  return Comparison(partner_of, surface).Run(written, read);
}

}  // namespace leyline::testing
