#include "analyzer/witness/observe.h"

#include <algorithm>

#include "base/strings.h"

namespace leyline::witness {
namespace {

namespace pb = google::protobuf;

using Fields = std::vector<const pb::FieldDescriptor*>;

bool IsMessage(const pb::FieldDescriptor& field) {
  return field.cpp_type() == pb::FieldDescriptor::CPPTYPE_MESSAGE;
}

bool IsSet(const pb::Message& message, const pb::FieldDescriptor& field) {
  const pb::Reflection& r = *message.GetReflection();
  return field.is_repeated() ? r.FieldSize(message, &field) > 0 : r.HasField(message, &field);
}

bool IsScalar(const pb::FieldDescriptor& field) {
  return !field.is_repeated() && !IsMessage(field);
}

// Whether both read as the same as long as neither is set. Most fields of most messages aren't.
bool AreAlikeUnset(const pb::FieldDescriptor& a, const pb::FieldDescriptor& b) {
  if (!IsScalar(a) || !IsScalar(b)) return !IsScalar(a) && !IsScalar(b);
  return a.cpp_type() == b.cpp_type() && a.cpp_type() != pb::FieldDescriptor::CPPTYPE_ENUM &&
         !a.has_default_value() && !b.has_default_value();
}

// All declared fields, and extensions that are set.
Fields FieldsOf(const pb::Message& message) {
  Fields fields;
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    fields.push_back(message.GetDescriptor()->field(i));
  }
  Fields set;
  message.GetReflection()->ListFields(message, &set);
  for (const pb::FieldDescriptor* field : set) {
    if (field->is_extension()) fields.push_back(field);
  }
  return fields;
}

bool IsWellKnown(const pb::Descriptor& type) {
  return type.full_name().starts_with("google.protobuf.") &&
         type.full_name() != "google.protobuf.Empty";
}

// The same bytes, another meaning: a duration is no point in time, a wrapper's encoding no text.
bool HasOtherMeaning(const pb::FieldDescriptor& writer, const pb::FieldDescriptor& reader) {
  const bool from = IsMessage(writer) && IsWellKnown(*writer.message_type());
  const bool to = IsMessage(reader) && IsWellKnown(*reader.message_type());
  if (from && to) return writer.message_type()->full_name() != reader.message_type()->full_name();
  return (from && !IsMessage(reader)) || (to && !IsMessage(writer));
}

bool IsInvalidText(const pb::FieldDescriptor& writer, const pb::FieldDescriptor& reader,
                   const Value& read) {
  if (reader.type() != pb::FieldDescriptor::TYPE_STRING) return false;
  if (writer.type() == pb::FieldDescriptor::TYPE_STRING) return false;
  return std::any_of(read.begin(), read.end(),
                     [](const Atom& atom) { return !IsValidUtf8(atom.bytes); });
}

// An empty message is more than none.
bool IsLostMessage(const Observation& seen) {
  return IsMessage(*seen.writer) && !seen.writer->is_repeated() && seen.is_written &&
         !seen.is_read && IsMessage(*seen.reader) && !seen.reader->is_repeated();
}

int SizeOf(const pb::Message& message, const pb::FieldDescriptor& field) {
  const pb::Reflection& r = *message.GetReflection();
  return field.is_repeated() ? r.FieldSize(message, &field)
                             : static_cast<int>(r.HasField(message, &field));
}

bool AreAsMany(const pb::Message& written, const pb::FieldDescriptor& writer,
               const pb::Message& read, const pb::FieldDescriptor& reader) {
  return IsMessage(writer) && IsMessage(reader) && SizeOf(written, writer) == SizeOf(read, reader);
}

bool AreEnums(const pb::FieldDescriptor& a, const pb::FieldDescriptor& b) {
  return a.cpp_type() == pb::FieldDescriptor::CPPTYPE_ENUM &&
         b.cpp_type() == pb::FieldDescriptor::CPPTYPE_ENUM;
}

int32_t NumberOf(const Atom& atom) {
  return static_cast<int32_t>(atom.negative ? ~atom.magnitude + 1 : atom.magnitude);
}

// Where the other enum has one of the names of a number: at the same number, elsewhere, nowhere.
enum class Name { kThere, kElsewhere, kNowhere };

Name Find(const pb::EnumDescriptor& from, int32_t number, const pb::EnumDescriptor& in,
          int32_t expected) {
  Name found = Name::kNowhere;
  for (int i = 0; i < from.value_count(); ++i) {
    if (from.value(i)->number() != number) continue;
    const pb::EnumValueDescriptor* same = in.FindValueByName(from.value(i)->name());
    if (same == nullptr) continue;
    if (same->number() == expected) return Name::kThere;
    found = Name::kElsewhere;
  }
  return found;
}

// A value is its name where both sides have it, else its number.
bool SameEnumValue(const pb::EnumDescriptor& writer, int32_t written,
                   const pb::EnumDescriptor& reader, int32_t read) {
  const Name name = Find(writer, written, reader, read);
  if (name != Name::kNowhere) return name == Name::kThere;
  return written == read && Find(reader, read, writer, written) == Name::kNowhere;
}

bool SameEnums(const pb::FieldDescriptor& writer, const pb::FieldDescriptor& reader,
               const Value& written, const Value& read) {
  if (written.size() != read.size()) return SameValue(written, read);
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (!SameEnumValue(*writer.enum_type(), NumberOf(written[i]), *reader.enum_type(),
                       NumberOf(read[i]))) {
      return false;
    }
  }
  return true;
}

class Comparison {
 public:
  explicit Comparison(const FocusPair& focus) : focus_(focus) {}

  // Where the messages are, as the writer and as the reader names it.
  struct Paths {
    std::string writer;
    std::string reader;
  };

  void Compare(const pb::Message& written, const pb::Message& read, const Paths& path, int depth) {
    const Fields writers = FieldsOf(written);
    Fields unclaimed = FieldsOf(read);
    for (const pb::FieldDescriptor* writer : writers) {
      const pb::FieldDescriptor* reader = PartnerOf(*writer, written, read);
      if (reader == nullptr) continue;
      std::erase(unclaimed, reader);
      CompareField(written, *writer, read, *reader, path, depth);
    }
    for (const pb::FieldDescriptor* reader : unclaimed) AddStray(read, *reader, path.reader);
  }

  std::vector<Observation> Take() { return std::move(found_); }

 private:
  // By name, else by number; the field in focus is told.
  const pb::FieldDescriptor* PartnerOf(const pb::FieldDescriptor& writer,
                                       const pb::Message& written, const pb::Message& read) const {
    const bool is_host = AreHosts(written, read);
    if (is_host && &writer == focus_.writer) return focus_.reader;
    const pb::Descriptor& type = *read.GetDescriptor();
    if (writer.is_extension()) {
      return read.GetReflection()->FindKnownExtensionByNumber(writer.number());
    }
    const pb::FieldDescriptor* named = type.FindFieldByName(writer.name());
    if (named != nullptr) return is_host && named == focus_.reader ? nullptr : named;
    const pb::FieldDescriptor* numbered = type.FindFieldByNumber(writer.number());
    if (numbered == nullptr || (is_host && numbered == focus_.reader)) return nullptr;
    const bool is_taken = written.GetDescriptor()->FindFieldByName(numbered->name()) != nullptr;
    // Of map entries and messages read as each other the numbers count; of others an heir is
    // somebody else.
    return is_taken || is_host ? nullptr : numbered;
  }

  // Whether the field in focus stands in them, at whatever depth they are met.
  bool AreHosts(const pb::Message& written, const pb::Message& read) const {
    return written.GetDescriptor() == written_host_ && read.GetDescriptor() == read_host_;
  }

  void CompareField(const pb::Message& written, const pb::FieldDescriptor& writer,
                    const pb::Message& read, const pb::FieldDescriptor& reader, const Paths& path,
                    int depth) {
    const bool is_written = IsSet(written, writer);
    const bool is_read = IsSet(read, reader);
    if (!is_written && !is_read && AreAlikeUnset(writer, reader)) return;
    // Most of them; what the values are as a whole is then said by what they hold.
    const bool is_compared_inside = depth > 0 && AreAsMany(written, writer, read, reader);
    if (is_compared_inside && !HasOtherMeaning(writer, reader)) {
      return CompareMessages(written, writer, read, reader, path, depth);
    }
    Observation seen{.path = path.writer + writer.name(),
                     .reader_path = path.reader + reader.name(),
                     .writer = &writer,
                     .reader = &reader,
                     .writer_message = &written,
                     .reader_message = &read,
                     .written = GetterOf(written, writer),
                     .read = GetterOf(read, reader),
                     .is_written = is_written,
                     .is_read = is_read};
    seen.is_invalid_text = IsInvalidText(writer, reader, seen.read);
    seen.is_other_meaning = HasOtherMeaning(writer, reader) && !IsTrivial(seen.written);
    if (AreEnums(writer, reader)) {
      // What comes out unset is not read by its name, whatever the default is called.
      const bool is_lost = is_written && !is_read && reader.has_presence();
      if (is_lost ? SameValue(seen.written, seen.read)
                  : SameEnums(writer, reader, seen.written, seen.read)) {
        return;
      }
      seen.is_other_meaning = SameValue(seen.written, seen.read);
      found_.push_back(std::move(seen));
    } else if (seen.is_invalid_text || seen.is_other_meaning) {
      found_.push_back(std::move(seen));
    } else if (IsLostMessage(seen)) {
      found_.push_back(std::move(seen));
    } else if (is_compared_inside) {
      CompareMessages(written, writer, read, reader, path, depth);
    } else if (!SameValue(seen.written, seen.read)) {
      found_.push_back(std::move(seen));
    }
  }

  // As many of each.
  void CompareMessages(const pb::Message& written, const pb::FieldDescriptor& writer,
                       const pb::Message& read, const pb::FieldDescriptor& reader,
                       const Paths& path, int depth) {
    const int size = SizeOf(written, writer);
    for (int i = 0; i < size; ++i) {
      const Paths at{ElementPath(path.writer + writer.name(), writer, i),
                     ElementPath(path.reader + reader.name(), reader, i)};
      Compare(ElementOf(written, writer, i), ElementOf(read, reader, i), at, depth - 1);
    }
  }

  static std::string ElementPath(const std::string& path, const pb::FieldDescriptor& field,
                                 int index) {
    return field.is_repeated() ? path + "[" + std::to_string(index) + "]." : path + ".";
  }

  static const pb::Message& ElementOf(const pb::Message& message, const pb::FieldDescriptor& field,
                                      int index) {
    const pb::Reflection& r = *message.GetReflection();
    return field.is_repeated() ? r.GetRepeatedMessage(message, &field, index)
                               : r.GetMessage(message, &field);
  }

  void AddStray(const pb::Message& read, const pb::FieldDescriptor& reader,
                const std::string& path) {
    Value value = ValueOf(read, reader);
    if (IsTrivial(value)) return;
    found_.push_back({.path = path + reader.name(),
                      .reader_path = path + reader.name(),
                      .writer = nullptr,
                      .reader = &reader,
                      .writer_message = nullptr,
                      .reader_message = &read,
                      .written = {},
                      .read = std::move(value),
                      .is_written = false,
                      .is_read = true});
  }

 public:
  void SetHosts(const pb::Message& written, const pb::Message& read) {
    written_host_ = written.GetDescriptor();
    read_host_ = read.GetDescriptor();
  }

 private:
  FocusPair focus_;
  const pb::Descriptor* written_host_ = nullptr;
  const pb::Descriptor* read_host_ = nullptr;
  std::vector<Observation> found_;
};

}  // namespace

std::vector<Observation> Differences(const pb::Message& written, const pb::Message& read,
                                     const FocusPair& focus) {
  constexpr int kDepth = 16;
  Comparison comparison(focus);
  if (focus.writer != nullptr || focus.reader != nullptr) comparison.SetHosts(written, read);
  comparison.Compare(written, read, {}, kDepth);
  return comparison.Take();
}

}  // namespace leyline::witness
