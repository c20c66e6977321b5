#include "tests/property/crossing.h"

#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <unordered_set>
#include <utility>
#include <variant>

#include <fmt/format.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/text_format.h>

#include "analyzer/model/model.h"
#include "analyzer/witness/atoms.h"
#include "analyzer/witness/generated_code.h"
#include "analyzer/witness/proto_json/proto_json.h"
#include "analyzer/witness/surface.h"
#include "tests/property/random_values.h"

namespace leyline::testing {
namespace {

namespace pb = google::protobuf;

constexpr Surface kSurfaces[] = {Surface::kBinary, Surface::kJson, Surface::kText};
constexpr Direction kDirections[] = {Direction::kBackward, Direction::kForward,
                                     Direction::kRoundTrip};

// All that a type reaches: itself, the types of its fields and extensions, and so on.
class Reach {
 public:
  Reach(const Snapshot& snapshot, const Message* root) {
    for (const auto& file : snapshot.files) {
      for (const Field& field : file->extensions) extensions_.push_back(&field);
    }
    Add(root);
  }
  bool Has(const void* node) const { return nodes_.contains(node); }

 private:
  void Add(const Message* message) {
    if (message == nullptr || !nodes_.insert(message).second) return;
    for (const Field& field : message->fields) Add(field);
    for (const Field* field : extensions_) {
      if (field->extendee == message) Add(*field);
    }
  }
  void Add(const Field& field) {
    nodes_.insert(&field);
    nodes_.insert(field.enum_type);
    Add(field.message);
  }

  std::vector<const Field*> extensions_;
  std::unordered_set<const void*> nodes_;
};

const void* NodeOf(const Declaration& declaration) {
  return std::visit(
      []<class T>(const T& node) -> const void* {
        if constexpr (std::is_same_v<T, std::monostate>) {
          return nullptr;
        } else {
          return node;
        }
      },
      declaration);
}

// The fields and types that are the same thing, as one of the sides names them.
class Partners {
 public:
  Partners(const Matches& matches, bool from_before) : from_before_(from_before) {
    for (const Pair<Message>& pair : matches.messages) {
      if (!pair.both()) continue;
      types_[std::string(Own(pair)->full_name)] = std::string(Other(pair)->full_name);
    }
    for (const Pair<Field>& pair : matches.fields) {
      if (!pair.both() || pair.before->is_extension || pair.after->is_extension) continue;
      fields_[{std::string(Own(pair)->parent->full_name), Own(pair)->number}] = {
          std::string(Other(pair)->parent->full_name), Other(pair)->number};
    }
  }

  bool AreSame(const pb::Descriptor& own, const pb::Descriptor& other) const {
    const auto at = types_.find(own.full_name());
    if (at != types_.end()) return at->second == other.full_name();
    return own.full_name() == other.full_name();
  }

  // Null where the other side doesn't have it, or where nobody says so.
  const pb::FieldDescriptor* Of(const pb::FieldDescriptor& field, const pb::Message& other) const {
    const pb::Descriptor& type = *other.GetDescriptor();
    if (field.is_extension()) {
      const auto* found = other.GetReflection()->FindKnownExtensionByNumber(field.number());
      return found != nullptr && found->full_name() == field.full_name() ? found : nullptr;
    }
    if (!AreSame(*field.containing_type(), type) ||
        field.containing_type()->options().map_entry()) {
      const auto* named = type.FindFieldByName(field.name());
      return named != nullptr && named->number() == field.number() ? named : nullptr;
    }
    const auto at = fields_.find({field.containing_type()->full_name(), field.number()});
    if (at == fields_.end() || at->second.first != type.full_name()) return nullptr;
    return type.FindFieldByNumber(at->second.second);
  }

 private:
  template <class Node>
  const Node* Own(const Pair<Node>& pair) const {
    return from_before_ ? pair.before : pair.after;
  }
  template <class Node>
  const Node* Other(const Pair<Node>& pair) const {
    return from_before_ ? pair.after : pair.before;
  }

  bool from_before_;
  std::map<std::string, std::string> types_;
  std::map<std::pair<std::string, int>, std::pair<std::string, int>> fields_;
};

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
  Comparison(const Partners& partners, Surface surface) : partners_(partners), surface_(surface) {}

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
      const pb::FieldDescriptor* partner = partners_.Of(*field, read);
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

  const Partners& partners_;
  Surface surface_;
};

// The messages of one pair of types, on their way.
class Passing {
 public:
  Passing(const Crossing& crossing, const Pair<Message>& pair)
      : crossing_(crossing),
        pair_(pair),
        before_reach_(*crossing.matches.before, pair.before),
        after_reach_(*crossing.matches.after, pair.after),
        from_before_(crossing.matches, true),
        from_after_(crossing.matches, false) {}

  std::string Run(std::mt19937_64& random, int messages) {
    const bool has_clash = crossing_.before.has_name_clash() || crossing_.after.has_name_clash();
    const bool is_odd = crossing_.before.has_odd_group() || crossing_.after.has_odd_group();
    for (const bool is_before : {true, false}) {
      for (int i = 0; i < messages; ++i) {
        const WholeVersion& writer = is_before ? crossing_.before : crossing_.after;
        auto message = writer.New(TypeOn(is_before));
        if (!FillAtRandom(*message, random, 3)) continue;
        witness::ActAsGeneratedCode(*message, "");
        for (Surface surface : kSurfaces) {
          if (surface == Surface::kJson && has_clash) continue;
          if (surface == Surface::kText && is_odd) continue;
          std::string found = Cross(*message, surface, is_before);
          if (!found.empty()) return found;
        }
      }
    }
    return "";
  }

 private:
  std::string TypeOn(bool is_before) const {
    return std::string((is_before ? pair_.before : pair_.after)->full_name);
  }

  bool Touches(const Change& change) const {
    for (const Declaration* declaration :
         {&change.subject.before, &change.subject.after, &change.subject.before_home,
          &change.subject.after_home}) {
      const void* node = NodeOf(*declaration);
      if (node != nullptr && (before_reach_.Has(node) || after_reach_.Has(node))) return true;
    }
    return NodeOf(change.subject.before) == nullptr && NodeOf(change.subject.after) == nullptr;
  }

  bool IsTold(Surface surface, Direction direction) const {
    for (const Change& change : crossing_.changes) {
      if (!Touches(change)) continue;
      for (const Verdict& verdict : change.verdicts) {
        if (verdict.surface == surface && verdict.direction == direction &&
            verdict.level != Level::kCompatible && verdict.effect != Effect::kReusePossible) {
          return true;
        }
      }
    }
    return false;
  }

  std::string Cross(const pb::Message& message, Surface surface, bool is_before) const {
    const Direction direction = is_before ? Direction::kBackward : Direction::kForward;
    const bool is_told = IsTold(surface, direction);
    const bool is_return_told = IsTold(surface, Direction::kRoundTrip);
    if (is_told && is_return_told) return "";
    witness::Refusal refusal;
    const auto data = witness::Write(surface, message, refusal);
    const auto own = (is_before ? crossing_.before : crossing_.after).New(TypeOn(is_before));
    if (!data || !witness::ReadInto(surface, *data, *own, refusal)) return "";
    const auto read = (is_before ? crossing_.after : crossing_.before).New(TypeOn(!is_before));
    const bool is_read = witness::ReadInto(surface, *data, *read, refusal);
    const Comparison there(is_before ? from_before_ : from_after_, surface);
    if (!is_told) {
      const std::string harm = is_read ? there.Run(*own, *read) : "refused: " + refusal.why;
      if (!harm.empty()) return Told(surface, direction, *own, harm);
    }
    if (is_return_told) return "";
    if (!is_read) return Told(surface, Direction::kRoundTrip, *own, "refused: " + refusal.why);
    const auto again = witness::Write(surface, *read, refusal);
    if (!again) return "";
    const auto back = (is_before ? crossing_.before : crossing_.after).New(TypeOn(is_before));
    if (!witness::ReadInto(surface, *again, *back, refusal)) {
      return Told(surface, Direction::kRoundTrip, *own, "refused on its way back: " + refusal.why);
    }
    const std::string harm =
        own->SerializeAsString() == back->SerializeAsString() ? "" : Itself(*own, *back);
    return harm.empty() ? "" : Told(surface, Direction::kRoundTrip, *own, harm);
  }

  // Both are of one version; what a field without presence or a set default loses is no harm.
  static std::string Itself(const pb::Message& a, const pb::Message& b) {
    const pb::Descriptor& type = *a.GetDescriptor();
    for (int i = 0; i < type.field_count(); ++i) {
      const pb::FieldDescriptor& field = *type.field(i);
      if (field.message_type() == nullptr) {
        if (!SameValue(GetterOf(a, field), GetterOf(b, field))) {
          return fmt::format("{} comes back as {} in `{}`", Show(ValueOf(a, field)),
                             Show(ValueOf(b, field)), field.full_name());
        }
        continue;
      }
      const pb::Reflection& r = *a.GetReflection();
      const auto size = [&](const pb::Message& m) {
        return field.is_repeated() ? r.FieldSize(m, &field)
                                   : static_cast<int>(r.HasField(m, &field));
      };
      const bool is_presence = !field.is_repeated() && size(a) == 1 && size(b) == 0 &&
                               r.GetMessage(a, &field).ByteSizeLong() == 0;
      if (is_presence) continue;
      if (size(a) != size(b)) return fmt::format("`{}` comes back otherwise", field.full_name());
      for (int k = 0; k < size(a); ++k) {
        const pb::Message& one =
            field.is_repeated() ? r.GetRepeatedMessage(a, &field, k) : r.GetMessage(a, &field);
        const pb::Message& other =
            field.is_repeated() ? r.GetRepeatedMessage(b, &field, k) : r.GetMessage(b, &field);
        std::string found = Itself(one, other);
        if (!found.empty()) return found;
      }
    }
    return "";
  }

  std::string Told(Surface surface, Direction direction, const pb::Message& message,
                   const std::string& harm) const {
    return fmt::format("HARM that no verdict tells of: {} {} of `{}`: {{{}}} {}", NameOf(surface),
                       NameOf(direction), pair_.before->full_name, witness::TextOf(message), harm);
  }

  const Crossing& crossing_;
  const Pair<Message>& pair_;
  Reach before_reach_;
  Reach after_reach_;
  Partners from_before_;
  Partners from_after_;
};

}  // namespace

std::string UntoldHarm(const Crossing& crossing, uint64_t seed, int messages) {
  std::mt19937_64 random(seed);
  for (const Pair<Message>& pair : crossing.matches.messages) {
    if (!pair.both()) continue;
    std::string found = Passing(crossing, pair).Run(random, messages);
    if (!found.empty()) return found;
  }
  return "";
}

}  // namespace leyline::testing
