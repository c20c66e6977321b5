#include "analyzer/witness/generator.h"

#include <algorithm>
#include <utility>

#include "analyzer/witness/generated_code.h"

namespace leyline::witness {
namespace {

namespace pb = google::protobuf;

constexpr std::size_t kAtoms = 600;  // of one field

}  // namespace

bool Generator::ForEachAtom(const pb::FieldDescriptor& field, int depth, const Visit& visit) const {
  if (field.is_map()) return ForEachEntry(field, depth, visit);
  if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_MESSAGE) {
    return ForEachMessage(*field.message_type(), depth, visit);
  }
  if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_ENUM && VisitNumbers(field, visit)) {
    return true;
  }
  const std::vector<Atom> borders = BordersOf(field);
  return std::any_of(borders.begin(), borders.end(),
                     [&](const Atom& atom) { return !IsHidden(atom) && visit(atom); }) ||
         VisitCutNumbers(field, visit);
}

bool Generator::IsVaried(const pb::FieldDescriptor& field) const {
  return aim_.fixed == nullptr || !aim_.fixed->contains(&field);
}

std::vector<Atom> Generator::ListAtoms(const pb::FieldDescriptor& field, std::size_t most) const {
  const bool is_enum = field.cpp_type() == pb::FieldDescriptor::CPPTYPE_ENUM;
  std::vector<Atom> atoms;
  ForEachAtom(field, 0, [&](const Atom& atom) {
    const bool is_known = std::any_of(atoms.begin(), atoms.end(),
                                      [&](const Atom& other) { return SameAtom(atom, other); });
    if (is_known) return false;
    const bool is_strange = is_enum && IsUndeclared(field, atom);
    const bool is_zero = is_enum && IsDefault(atom);  // what most enums share
    if (atoms.size() < most || is_strange || is_zero || IsAimedAt(is_enum, atom)) {
      atoms.push_back(atom);
    }
    return atoms.size() >= most && (!is_enum || is_strange);
  });
  return atoms;
}

std::vector<Atom> Generator::EnumLikeAtoms(const pb::FieldDescriptor& field) const {
  std::vector<Atom> atoms;
  const auto type = field.cpp_type();
  const bool is_signed =
      type == pb::FieldDescriptor::CPPTYPE_INT32 || type == pb::FieldDescriptor::CPPTYPE_INT64;
  const bool is_unsigned =
      type == pb::FieldDescriptor::CPPTYPE_UINT32 || type == pb::FieldDescriptor::CPPTYPE_UINT64;
  if (!is_signed && !is_unsigned) return atoms;
  for (int32_t number : aim_.numbers) {
    if (number > 0 || (number < 0 && is_signed)) atoms.push_back(Integer(number));
    if (atoms.size() == kListAtoms) break;
  }
  atoms.push_back(Integer(0));
  return atoms;
}

void Generator::FillRequired(pb::Message& message, int depth) const {
  if (message.IsInitialized() || depth == 0) return;
  const pb::Descriptor& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const pb::FieldDescriptor& field = *type.field(i);
    if (!field.is_required() || message.GetReflection()->HasField(message, &field)) continue;
    PutWritable(message, field, depth - 1);
  }
}

void Generator::PutWritable(pb::Message& message, const pb::FieldDescriptor& field,
                            int depth) const {
  const std::optional<Atom> presentable = Presentable(field);
  if (presentable.has_value()) return Put(message, field, *presentable);
  PutFirst(message, field, depth);
}

void Generator::PutFirst(pb::Message& message, const pb::FieldDescriptor& field, int depth) const {
  std::optional<Atom> first;
  const std::optional<Atom> declared = DeclaredDefault(field);
  const bool found = ForEachAtom(field, std::min(depth, 1), [&](const Atom& atom) {
    const bool is_default = declared.has_value() ? SameAtom(atom, *declared) : IsDefault(atom);
    if (!first.has_value() || !is_default) first = atom;
    return !is_default;
  });
  if (found || first.has_value()) Put(message, field, *first);
}

std::optional<Atom> Generator::Presentable(const pb::FieldDescriptor& field) const {
  if (field.cpp_type() != pb::FieldDescriptor::CPPTYPE_MESSAGE) return std::nullopt;
  const pb::Descriptor& type = *field.message_type();
  if (type.full_name() == "google.protobuf.Any") return Bytes("");
  if (type.full_name() != "google.protobuf.Value") return std::nullopt;
  const auto value = slice_.New(type);
  if (const auto* text = type.FindFieldByName("string_value")) Put(*value, *text, Bytes("a"));
  return Bytes(value->SerializePartialAsString());
}

std::optional<Atom> Generator::DeclaredDefault(const pb::FieldDescriptor& field) const {
  if (field.is_repeated() || !field.has_default_value()) return std::nullopt;
  return GetterOf(*slice_.New(*field.containing_type()), field).front();
}

int32_t Generator::NumberOf(const Atom& atom) {
  return static_cast<int32_t>(
      static_cast<uint32_t>(atom.negative ? ~atom.magnitude + 1 : atom.magnitude));
}

bool Generator::IsUndeclared(const pb::FieldDescriptor& field, const Atom& atom) {
  return field.enum_type()->FindValueByNumber(NumberOf(atom)) == nullptr;
}

bool Generator::IsAimedAt(bool is_enum, const Atom& atom) const {
  return is_enum &&
         std::find(aim_.numbers.begin(), aim_.numbers.end(), NumberOf(atom)) != aim_.numbers.end();
}

bool Generator::IsHidden(const Atom& atom) const {
  return atom.kind == Atom::Kind::kInteger && aim_.hidden != nullptr &&
         aim_.hidden->Has(NumberOf(atom));
}

bool Generator::VisitNumbers(const pb::FieldDescriptor& field, const Visit& visit) const {
  const bool closed = field.file()->syntax() == pb::FileDescriptor::SYNTAX_PROTO2;
  return std::any_of(aim_.numbers.begin(), aim_.numbers.end(), [&](int32_t number) {
    const bool writable = !closed || field.enum_type()->FindValueByNumber(number) != nullptr;
    return writable && visit(Integer(number));
  });
}

bool Generator::VisitCutNumbers(const pb::FieldDescriptor& field, const Visit& visit) const {
  const auto type = field.cpp_type();
  if (type != pb::FieldDescriptor::CPPTYPE_INT64 && type != pb::FieldDescriptor::CPPTYPE_UINT64) {
    return false;
  }
  return std::any_of(aim_.numbers.begin(), aim_.numbers.end(),
                     [&](int32_t number) { return visit(Integer((int64_t{1} << 32) + number)); });
}

bool Generator::ForEachMessage(const pb::Descriptor& type, int depth, const Visit& visit) const {
  std::size_t count = 0;
  bool stopped = false;
  // True at the end, whether `visit` or the bound made it.
  const auto add = [&](pb::Message& message) {
    FillRequired(message, depth);
    if (!message.IsInitialized()) return false;  // no correct writer writes it
    stopped = visit(Bytes(message.SerializePartialAsString()));
    const bool cut = !stopped && ++count >= kAtoms;
    was_cut_ = was_cut_ || cut;
    return stopped || cut;
  };
  if (depth > 0 && (VisitSingles(type, depth, add) || VisitPairs(type, depth, add))) {
    return stopped;
  }
  const auto any = type.full_name() == "google.protobuf.Any" ? AnyOfHost(type) : nullptr;
  if (any != nullptr && add(*any)) return stopped;
  const auto empty = slice_.New(type);
  add(*empty);
  return stopped;
}

std::unique_ptr<pb::Message> Generator::AnyOfHost(const pb::Descriptor& type) const {
  const pb::FieldDescriptor* url = type.FindFieldByNumber(1);
  if (aim_.host == nullptr || url == nullptr) return nullptr;
  // One that is whole without a field.
  const bool is_whole = slice_.New(*aim_.host)->IsInitialized();
  const std::string& held = is_whole ? aim_.host->full_name() : type.full_name();
  auto any = slice_.New(type);
  Put(*any, *url, Bytes("type.googleapis.com/" + held));
  return any;
}

template <class Add>
bool Generator::VisitSingles(const pb::Descriptor& type, int depth, const Add& add) const {
  for (int i = 0; i < type.field_count(); ++i) {
    if (!IsVaried(*type.field(i))) continue;
    const bool ended = ForEachAtom(*type.field(i), depth - 1, [&](const Atom& atom) {
      const auto message = slice_.New(type);
      Put(*message, *type.field(i), atom);
      return add(*message);
    });
    if (ended) return true;
  }
  return false;
}

template <class Add>
bool Generator::VisitPairs(const pb::Descriptor& type, int depth, const Add& add) const {
  for (int i = 0; i < type.field_count(); ++i) {
    if (!IsVaried(*type.field(i))) continue;
    if (type.field(i)->is_repeated() && VisitLists(type, *type.field(i), depth, add)) return true;
    for (int j = i + 1; j < type.field_count(); ++j) {
      if (!IsVaried(*type.field(j))) continue;
      const auto message = slice_.New(type);
      PutFirst(*message, *type.field(i), depth - 1);
      PutFirst(*message, *type.field(j), depth - 1);
      if (add(*message)) return true;
    }
  }
  return false;
}

template <class Add>
bool Generator::VisitLists(const pb::Descriptor& type, const pb::FieldDescriptor& field, int depth,
                           const Add& add) const {
  if (field.is_map()) return VisitTwoEntries(type, field, depth, add);
  const auto same = slice_.New(type);
  PutFirst(*same, field, depth - 1);
  PutFirst(*same, field, depth - 1);
  if (add(*same)) return true;
  const bool is_enum = field.cpp_type() == pb::FieldDescriptor::CPPTYPE_ENUM;
  std::vector<Atom> atoms = is_enum ? ListAtoms(field, 2) : EnumLikeAtoms(field);
  if (!is_enum && !atoms.empty()) atoms.push_back(BordersOf(field).front());
  for (const Atom& first : atoms) {
    for (const Atom& second : atoms) {
      const auto list = slice_.New(type);
      Put(*list, field, first);
      Put(*list, field, second);
      if (!SameAtom(first, second) && add(*list)) return true;
    }
  }
  return false;
}

template <class Add>
bool Generator::VisitTwoEntries(const pb::Descriptor& type, const pb::FieldDescriptor& field,
                                int depth, const Add& add) const {
  const auto entries = slice_.New(type);
  int count = 0;
  ForEachAtom(field, depth - 1, [&](const Atom& entry) {
    Put(*entries, field, entry);
    return ++count == 2;
  });
  return count == 2 && add(*entries);
}

std::optional<Atom> Generator::First(const pb::FieldDescriptor& field, int depth) const {
  std::optional<Atom> first;
  ForEachAtom(field, depth, [&](const Atom& atom) {
    first = atom;
    return true;
  });
  return first;
}

bool Generator::ForEachEntry(const pb::FieldDescriptor& field, int depth,
                             const Visit& visit) const {
  const pb::Descriptor& type = *field.message_type();
  const int value_depth = std::max(depth - 1, 0);
  const std::optional<Atom> first_key = First(*type.field(0), 0);
  const std::optional<Atom> first_value = First(*type.field(1), value_depth);
  if (!first_key || !first_value) return false;
  std::size_t count = 0;
  bool stopped = false;
  const auto add = [&](const Atom& key, const Atom& value) {
    const auto entry = slice_.New(type);
    Put(*entry, *type.field(0), key);
    Put(*entry, *type.field(1), value);
    stopped = visit(Bytes(entry->SerializePartialAsString()));
    const bool cut = !stopped && ++count >= kAtoms;
    was_cut_ = was_cut_ || cut;
    return stopped || cut;
  };
  if (ForEachAtom(*type.field(0), 0, [&](const Atom& key) { return add(key, *first_value); })) {
    return stopped;
  }
  bool is_first = true;  // it stood with every key
  ForEachAtom(*type.field(1), value_depth, [&](const Atom& value) {
    return !std::exchange(is_first, false) && add(*first_key, value);
  });
  return stopped;
}

}  // namespace leyline::witness
