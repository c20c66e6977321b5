#include "tests/property/wire_atoms.h"

#include <bit>
#include <random>

namespace leyline {
namespace {

using google::protobuf::FieldDescriptor;

// Encodings of S {x: ...} and of entries {key, value}.
std::vector<Atom> MessageBorders() {
  using namespace std::string_literals;
  return {Bytes(""),
          Bytes("\x08\x00"s),
          Bytes("\x08\x81\x80\x80\x80\x10"s),  // beyond 32 bits
          Bytes("\x08\x05"s),
          Bytes("\x08\x96\x01"s),
          Bytes("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"s)};
}
std::vector<Atom> EntryBorders() {
  using namespace std::string_literals;
  return {Bytes("\x0a\x00\x10\x00"s), Bytes("\x0a\x01\x61\x10\x05"s),
          Bytes("\x0a\x01\x62\x10\x96\x01"s)};
}

}  // namespace

std::vector<Atom> SpecimenBorders(const FieldDescriptor& field) {
  if (field.is_map()) return EntryBorders();
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE ? MessageBorders() : BordersOf(field);
}

Atom RandomAtomOf(const FieldDescriptor& field, uint64_t seed) {
  std::mt19937_64 random(seed);
  const uint64_t bits = random() >> (random() % 64);
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return Integer(static_cast<int32_t>(bits));
    case FieldDescriptor::CPPTYPE_INT64:
      return Integer(static_cast<int64_t>(bits));
    case FieldDescriptor::CPPTYPE_UINT32:
      return Unsigned(static_cast<uint32_t>(bits));
    case FieldDescriptor::CPPTYPE_UINT64:
      return Unsigned(bits);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return Real(std::bit_cast<double>(bits));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return Real(std::bit_cast<float>(static_cast<uint32_t>(bits)));
    default:
      break;
  }
  const std::vector<Atom> borders = SpecimenBorders(field);
  return borders[bits % borders.size()];
}

}  // namespace leyline
