#include "analyzer/witness/candidates.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "analyzer/witness/atoms.h"
#include "analyzer/witness/generated_code.h"
#include "analyzer/witness/generator.h"

namespace leyline::witness {
namespace {

namespace pb = google::protobuf;

// Runs through the candidates; each step returns true when it is time to stop.
class Run {
 public:
  Run(const Slice& slice, const Aim& aim, const TryCandidate& try_it)
      : slice_(slice), aim_(aim), try_it_(try_it), generator_(slice, aim) {}

  bool was_cut() const { return generator_.was_cut(); }

  // Few effects on a field show in a message without it, so that comes after its values.
  void All() {
    if (aim_.focus == nullptr && Empty()) return;
    for (const pb::FieldDescriptor* field : Fields()) {
      std::vector<Atom> first;
      if (Singles(*field, first) || Lists(*field, first)) return;
      if (field == aim_.focus && Empty()) return;
    }
    Combinations();
  }

 private:
  // The focus first.
  std::vector<const pb::FieldDescriptor*> Fields() const {
    std::vector<const pb::FieldDescriptor*> fields;
    if (aim_.focus != nullptr) fields.push_back(aim_.focus);
    for (int i = 0; i < aim_.host->field_count(); ++i) {
      const pb::FieldDescriptor& field = *aim_.host->field(i);
      if (&field != aim_.focus && generator_.IsVaried(field)) fields.push_back(&field);
    }
    return fields;
  }

  bool Try(std::unique_ptr<pb::Message> message) {
    generator_.FillRequired(*message, kDepth);
    ActAsGeneratedCode(*message, "");
    return message->IsInitialized() && try_it_(std::move(message));
  }

  bool Empty() { return Try(slice_.New(*aim_.host)); }

  // Leaves the first values in `first`.
  bool Singles(const pb::FieldDescriptor& field, std::vector<Atom>& first) {
    return generator_.ForEachAtom(field, kDepth, [&](const Atom& atom) {
      if (first.size() < kMapAtoms) first.push_back(atom);
      auto message = slice_.New(*aim_.host);
      Put(*message, field, atom);
      return Try(std::move(message));
    });
  }

  bool Lists(const pb::FieldDescriptor& field, std::vector<Atom> first) {
    if (!field.is_repeated()) return false;
    if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_ENUM) {
      first = generator_.ListAtoms(field, kListAtoms);
    } else if (!field.is_map() && first.size() > kListAtoms) {
      first.resize(kListAtoms);
    }
    for (const Atom& atom : generator_.EnumLikeAtoms(field)) {
      const bool is_known = std::any_of(first.begin(), first.end(),
                                        [&](const Atom& other) { return SameAtom(atom, other); });
      if (!is_known) first.push_back(atom);
    }
    for (std::size_t i = 0; i < first.size(); ++i) {
      for (std::size_t j = 0; j < first.size(); ++j) {
        if (i != j && List(field, first[i], first[j])) return true;
      }
    }
    return !first.empty() && List(field, first.front(), first.front());
  }

  bool List(const pb::FieldDescriptor& field, const Atom& first, const Atom& second) {
    auto message = slice_.New(*aim_.host);
    Put(*message, field, first);
    Put(*message, field, second);
    return Try(std::move(message));
  }

  // Two fields at once.
  void Combinations() {
    const std::vector<const pb::FieldDescriptor*> fields = Fields();
    for (std::size_t i = 0; i < fields.size(); ++i) {
      for (std::size_t j = i + 1; j < fields.size(); ++j) {
        if (Both(*fields[i], *fields[j])) return;
      }
    }
  }

  // Of an enum several numbers: the reader may not recognise the first.
  bool Both(const pb::FieldDescriptor& one, const pb::FieldDescriptor& other) {
    constexpr std::size_t kNumbers = 4;
    const auto numbers = [&](const pb::FieldDescriptor& field) {
      const bool is_enum = field.cpp_type() == pb::FieldDescriptor::CPPTYPE_ENUM;
      std::vector<std::optional<Atom>> atoms = {std::nullopt};
      if (!is_enum) return atoms;
      for (const Atom& atom : generator_.ListAtoms(field, kNumbers)) atoms.push_back(atom);
      return atoms;
    };
    for (const std::optional<Atom>& first : numbers(one)) {
      for (const std::optional<Atom>& second : numbers(other)) {
        auto message = slice_.New(*aim_.host);
        PutOr(*message, one, first);
        PutOr(*message, other, second);
        if (Try(std::move(message))) return true;
      }
    }
    return false;
  }

  // The first value that makes a difference where none is given.
  void PutOr(pb::Message& message, const pb::FieldDescriptor& field,
             const std::optional<Atom>& atom) const {
    if (atom.has_value()) return Put(message, field, *atom);
    generator_.PutWritable(message, field, 1);
  }

  const Slice& slice_;
  const Aim& aim_;
  const TryCandidate& try_it_;
  Generator generator_;
};

}  // namespace

bool ForEachCandidate(const Slice& slice, const Aim& aim, const TryCandidate& try_it) {
  Run run(slice, aim, try_it);
  run.All();
  return !run.was_cut();
}

void SetSomething(const Slice& slice, pb::Message& message, const pb::FieldDescriptor& field) {
  const Aim any;
  Generator(slice, any).PutFirst(message, field, 1);
}

}  // namespace leyline::witness
