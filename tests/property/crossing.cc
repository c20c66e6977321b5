#include "tests/property/crossing.h"

#include <map>
#include <memory>
#include <random>
#include <set>
#include <unordered_set>
#include <utility>
#include <variant>

#include <fmt/format.h>
#include <google/protobuf/descriptor.pb.h>

#include "analyzer/model/model.h"
#include "analyzer/witness/atoms.h"
#include "analyzer/witness/generated_code.h"
#include "analyzer/witness/surface.h"
#include "tests/property/first_difference.h"
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

  PartnerOf Asked() const {
    return [this](const pb::FieldDescriptor& field, const pb::Message& other) {
      return Of(field, other);
    };
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
    const Partners& there = is_before ? from_before_ : from_after_;
    if (!is_told) {
      const std::string harm = is_read ? FirstDifference(there.Asked(), surface, *own, *read)
                                       : "refused: " + refusal.why;
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
