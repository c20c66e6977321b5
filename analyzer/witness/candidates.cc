#include "analyzer/witness/candidates.h"

#include <algorithm>

#include "analyzer/witness/atoms.h"
#include "analyzer/witness/generated_code.h"

namespace leyline::witness {
namespace {

namespace pb = google::protobuf;

// Bounds on the work; what is beyond them differs from what is tried in size only.
constexpr std::size_t kAtoms = 160;    // of one field
constexpr std::size_t kListAtoms = 4;  // that lists are made of
constexpr std::size_t kMapAtoms = 24;  // that pairs of entries are made of
constexpr int kDepth = 7;

class Generator {
 public:
  Generator(const Slice& slice, const Aim& aim) : slice_(slice), aim_(aim) {}

  // Values of one element of the field.
  std::vector<Atom> AtomsOf(const pb::FieldDescriptor& field, int depth) const {
    if (field.is_map()) return EntriesOf(field, depth);
    if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_MESSAGE) {
      return MessagesOf(*field.message_type(), depth);
    }
    std::vector<Atom> atoms;
    if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_ENUM) AddNumbers(field, atoms);
    for (const Atom& atom : BordersOf(field)) {
      if (!IsHidden(atom)) atoms.push_back(atom);
    }
    return atoms;
  }

  void FillRequired(pb::Message& message, int depth) const {
    if (message.IsInitialized() || depth == 0) return;
    const pb::Descriptor& type = *message.GetDescriptor();
    for (int i = 0; i < type.field_count(); ++i) {
      const pb::FieldDescriptor& field = *type.field(i);
      if (!field.is_required() || message.GetReflection()->HasField(message, &field)) continue;
      PutFirst(message, field, depth - 1);
    }
  }

  void PutFirst(pb::Message& message, const pb::FieldDescriptor& field, int depth) const {
    const std::vector<Atom> atoms = AtomsOf(field, std::min(depth, 1));
    if (atoms.empty()) return;
    const auto at = std::find_if_not(atoms.begin(), atoms.end(), IsDefault);
    Put(message, field, at == atoms.end() ? atoms.front() : *at);
  }

 private:
  bool IsHidden(const Atom& atom) const {
    if (atom.kind != Atom::Kind::kInteger || aim_.hidden.empty()) return false;
    const auto low = static_cast<uint32_t>(atom.negative ? ~atom.magnitude + 1 : atom.magnitude);
    return aim_.hidden.contains(static_cast<int32_t>(low));
  }

  // The numbers that matter first, where the writer may write them.
  void AddNumbers(const pb::FieldDescriptor& field, std::vector<Atom>& atoms) const {
    const bool closed = field.file()->syntax() == pb::FileDescriptor::SYNTAX_PROTO2;
    for (int32_t number : aim_.numbers) {
      if (!closed || field.enum_type()->FindValueByNumber(number) != nullptr) {
        atoms.push_back(Integer(number));
      }
    }
  }

  std::vector<Atom> MessagesOf(const pb::Descriptor& type, int depth) const {
    std::vector<Atom> atoms;
    const auto add = [&](pb::Message& message) {
      FillRequired(message, depth);
      atoms.push_back(Bytes(message.SerializePartialAsString()));
      return atoms.size() >= kAtoms;
    };
    if (depth > 0) {
      for (int i = 0; i < type.field_count(); ++i) {
        for (const Atom& atom : AtomsOf(*type.field(i), depth - 1)) {
          const auto message = slice_.New(type);
          Put(*message, *type.field(i), atom);
          if (add(*message)) return atoms;
        }
      }
      AddPairs(type, depth, add);
    }
    const auto empty = slice_.New(type);
    add(*empty);
    return atoms;
  }

  template <class Add>
  void AddPairs(const pb::Descriptor& type, int depth, Add add) const {
    for (int i = 0; i < type.field_count(); ++i) {
      const auto list = slice_.New(type);
      PutFirst(*list, *type.field(i), depth - 1);
      if (type.field(i)->is_repeated()) PutFirst(*list, *type.field(i), depth - 1);
      if (type.field(i)->is_repeated() && add(*list)) return;
      for (int j = i + 1; j < type.field_count(); ++j) {
        const auto message = slice_.New(type);
        PutFirst(*message, *type.field(i), depth - 1);
        PutFirst(*message, *type.field(j), depth - 1);
        if (add(*message)) return;
      }
    }
  }

  // Every key with a simple value, and every value with a simple key.
  std::vector<Atom> EntriesOf(const pb::FieldDescriptor& field, int depth) const {
    const pb::Descriptor& type = *field.message_type();
    const std::vector<Atom> keys = AtomsOf(*type.field(0), 0);
    const std::vector<Atom> values = AtomsOf(*type.field(1), std::max(depth - 1, 0));
    std::vector<Atom> entries;
    const auto add = [&](const Atom& key, const Atom& value) {
      const auto entry = slice_.New(type);
      Put(*entry, *type.field(0), key);
      Put(*entry, *type.field(1), value);
      entries.push_back(Bytes(entry->SerializePartialAsString()));
    };
    for (const Atom& key : keys) add(key, values.front());
    for (std::size_t i = 1; i < values.size() && entries.size() < kAtoms; ++i) {
      add(keys.front(), values[i]);
    }
    return entries;
  }

  const Slice& slice_;
  const Aim& aim_;
};

// Runs through the candidates; each step returns true when it is time to stop.
class Run {
 public:
  Run(const Slice& slice, const Aim& aim, const std::function<bool(const pb::Message&)>& try_it)
      : slice_(slice), aim_(aim), try_it_(try_it), generator_(slice, aim) {}

  void All() {
    const auto empty = slice_.New(*aim_.host);
    if (Try(*empty)) return;
    for (const pb::FieldDescriptor* field : Fields()) {
      const std::vector<Atom> atoms = generator_.AtomsOf(*field, kDepth);
      if (Singles(*field, atoms) || Lists(*field, atoms)) return;
    }
    Combinations();
  }

 private:
  // The focus first.
  std::vector<const pb::FieldDescriptor*> Fields() const {
    std::vector<const pb::FieldDescriptor*> fields;
    if (aim_.focus != nullptr) fields.push_back(aim_.focus);
    for (int i = 0; i < aim_.host->field_count(); ++i) {
      if (aim_.host->field(i) != aim_.focus) fields.push_back(aim_.host->field(i));
    }
    return fields;
  }

  bool Try(pb::Message& message) {
    generator_.FillRequired(message, kDepth);
    ActAsGeneratedCode(message, "");
    return message.IsInitialized() && try_it_(message);
  }

  bool Singles(const pb::FieldDescriptor& field, const std::vector<Atom>& atoms) {
    for (const Atom& atom : atoms) {
      const auto message = slice_.New(*aim_.host);
      Put(*message, field, atom);
      if (Try(*message)) return true;
    }
    return false;
  }

  bool Lists(const pb::FieldDescriptor& field, const std::vector<Atom>& atoms) {
    if (!field.is_repeated()) return false;
    const std::size_t count = std::min(atoms.size(), field.is_map() ? kMapAtoms : kListAtoms);
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t j = 0; j < count; ++j) {
        if (i != j && List(field, atoms[i], atoms[j])) return true;
      }
    }
    return !atoms.empty() && List(field, atoms.front(), atoms.front());
  }

  bool List(const pb::FieldDescriptor& field, const Atom& first, const Atom& second) {
    const auto message = slice_.New(*aim_.host);
    Put(*message, field, first);
    Put(*message, field, second);
    return Try(*message);
  }

  // Two fields at once.
  void Combinations() {
    const std::vector<const pb::FieldDescriptor*> fields = Fields();
    for (std::size_t i = 0; i < fields.size(); ++i) {
      for (std::size_t j = i + 1; j < fields.size(); ++j) {
        const auto message = slice_.New(*aim_.host);
        generator_.PutFirst(*message, *fields[i], 1);
        generator_.PutFirst(*message, *fields[j], 1);
        if (Try(*message)) return;
      }
    }
  }

  const Slice& slice_;
  const Aim& aim_;
  const std::function<bool(const pb::Message&)>& try_it_;
  Generator generator_;
};

}  // namespace

void ForEachCandidate(const Slice& slice, const Aim& aim,
                      const std::function<bool(const pb::Message&)>& try_it) {
  Run(slice, aim, try_it).All();
}

void SetSomething(const Slice& slice, pb::Message& message, const pb::FieldDescriptor& field) {
  const Aim any;
  Generator(slice, any).PutFirst(message, field, 1);
}

}  // namespace leyline::witness
