#include "tests/property/random_values.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <google/protobuf/descriptor.h>

#include "analyzer/witness/atoms.h"

namespace leyline::testing {
namespace {

namespace pb = google::protobuf;

class Filling {
 public:
  explicit Filling(std::mt19937_64& random) : random_(random) {}

  bool Run(pb::Message& message, int depth) {
    const pb::Descriptor& type = *message.GetDescriptor();
    if (FillKnown(message, depth)) return true;
    std::vector<const pb::FieldDescriptor*> fields;
    for (int i = 0; i < type.field_count(); ++i) fields.push_back(type.field(i));
    std::vector<const pb::FieldDescriptor*> extensions;
    type.file()->pool()->FindAllExtensions(&type, &extensions);
    fields.insert(fields.end(), extensions.begin(), extensions.end());
    bool is_whole = true;
    for (const pb::FieldDescriptor* field : fields) {
      if (field->is_required()) {
        is_whole = PutOne(message, *field, depth) && is_whole;
      } else if (Below(2) == 0) {
        for (uint64_t n = field->is_repeated() ? Below(3) : 1; n > 0; --n) {
          PutOne(message, *field, depth);
        }
      }
    }
    return is_whole;
  }

 private:
  uint64_t Below(uint64_t bound) { return random_() % bound; }

  bool FillKnown(pb::Message& message, int depth) {
    const std::string& name = message.GetDescriptor()->full_name();
    if (name == "google.protobuf.Any") return true;  // empty: every other one is of some type
    if (name == "google.protobuf.Value") {
      // A kind that isn't too deep; null, a number, a text, a bool.
      const auto* kind = message.GetDescriptor()->field(static_cast<int>(Below(depth > 0 ? 6 : 4)));
      if (kind->number() == 2) {
        Put(message, *kind, Real(static_cast<double>(Below(9))));
      } else if (kind->number() == 1) {
        Put(message, *kind, Integer(0));
      } else {
        PutOne(message, *kind, depth);
      }
      return true;
    }
    const bool is_time = name == "google.protobuf.Timestamp" || name == "google.protobuf.Duration";
    if (is_time)
      Put(message, *message.GetDescriptor()->field(0), Integer(static_cast<int64_t>(Below(99))));
    const bool is_mask = name == "google.protobuf.FieldMask";
    if (is_mask && Below(2) == 0) Put(message, *message.GetDescriptor()->field(0), Bytes("a_b"));
    return is_time || is_mask;
  }

  bool PutOne(pb::Message& message, const pb::FieldDescriptor& field, int depth) {
    if (field.message_type() == nullptr) {
      Put(message, field, ValueFor(field));
      return true;
    }
    if (depth <= 0) return false;
    const pb::Reflection& r = *message.GetReflection();
    std::unique_ptr<pb::Message> inner(
        r.GetMessageFactory()->GetPrototype(field.message_type())->New());
    if (field.is_map()) {
      Put(*inner, *field.message_type()->field(0), ValueFor(*field.message_type()->field(0)));
      if (!PutOne(*inner, *field.message_type()->field(1), depth - 1)) return false;
    } else if (!Run(*inner, depth - 1)) {
      return false;
    }
    Put(message, field, Bytes(inner->SerializePartialAsString()));
    return true;
  }

  Atom ValueFor(const pb::FieldDescriptor& field) {
    // Of an enum what has a name: a number that has none is no program's own.
    if (const pb::EnumDescriptor* plan = field.enum_type()) {
      return Integer(
          plan->value(static_cast<int>(Below(static_cast<uint64_t>(plan->value_count()))))
              ->number());
    }
    const std::vector<Atom> borders = BordersOf(field);
    // Most are the first few, of which each type has some.
    const uint64_t most = Below(2) == 0 ? std::min<uint64_t>(3, borders.size()) : borders.size();
    return borders[Below(most)];
  }

  std::mt19937_64& random_;
};

}  // namespace

bool FillAtRandom(pb::Message& message, std::mt19937_64& random, int depth) {
  return Filling(random).Run(message, depth);
}

}  // namespace leyline::testing
