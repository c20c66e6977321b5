#include "analyzer/witness/atoms.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "base/check.h"

namespace leyline {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

template <class Int>
std::vector<Atom> IntegerBorders() {
  std::vector<Atom> atoms;
  constexpr int64_t kSigned[] = {5,
                                 1,
                                 2,
                                 127,
                                 150,
                                 2147483647,
                                 2147483648,
                                 4294967295,
                                 4294967296,
                                 4294967297,
                                 9007199254740993,
                                 -1,
                                 -2,
                                 -64,
                                 -2147483648,
                                 -2147483649,
                                 std::numeric_limits<int64_t>::min(),
                                 std::numeric_limits<int64_t>::max(),
                                 0};
  for (int64_t value : kSigned) {
    if (std::in_range<Int>(value)) atoms.push_back(Integer(value));
  }
  if (std::in_range<Int>(std::numeric_limits<uint64_t>::max())) {
    atoms.insert(atoms.end() - 1, Unsigned(std::numeric_limits<uint64_t>::max()));
  }
  return atoms;
}

std::vector<Atom> RealBorders(bool is_float) {
  std::vector<Atom> atoms;
  const double values[] = {1,
                           -1.5,
                           0.1,
                           150,
                           16777217,
                           2147483648.0,
                           -2147483649.0,
                           1.8446744073709552e19,
                           1e300,
                           5e-324,
                           std::numeric_limits<double>::infinity(),
                           std::numeric_limits<double>::quiet_NaN(),
                           -0.0,
                           0.0};
  for (double value : values) atoms.push_back(Real(is_float ? static_cast<float>(value) : value));
  return atoms;
}

std::vector<Atom> TextBorders(bool verified, bool is_bytes) {
  using namespace std::string_literals;
  std::vector<Atom> atoms = {Bytes("a"),        Bytes("5"),          Bytes("true"),
                             Bytes("key"),      Bytes("h\xc3\xa9"s), Bytes("\x08\x05"s),
                             Bytes("\x00"s),    Bytes("2147483648"), Bytes("12345678"),
                             Bytes("\x01\x01"s)};
  if (!verified) atoms.push_back(Bytes("\xff"s));
  if (is_bytes) atoms.push_back(Bytes("\x08\x96\x01"s));
  atoms.push_back(Bytes(std::string(128, 'a')));  // its length is no ASCII character
  atoms.push_back(Bytes(""));
  return atoms;
}

// The declared numbers, and where the enum is open those at the borders too.
std::vector<Atom> EnumBorders(const FieldDescriptor& field) {
  std::vector<Atom> atoms;
  for (int i = 0; i < field.enum_type()->value_count(); ++i) {
    atoms.push_back(Integer(field.enum_type()->value(i)->number()));
  }
  std::rotate(atoms.begin(), atoms.begin() + 1, atoms.end());
  if (field.file()->syntax() == google::protobuf::FileDescriptor::SYNTAX_PROTO2) return atoms;
  for (const Atom& atom : IntegerBorders<int32_t>()) atoms.push_back(atom);
  return atoms;
}

}  // namespace

bool SameAtom(const Atom& a, const Atom& b) {
  if (a.kind == Atom::Kind::kBytes || b.kind == Atom::Kind::kBytes) {
    return a.kind == b.kind && a.bytes == b.bytes;
  }
  if (a.kind == b.kind && a.kind == Atom::Kind::kInteger) {
    return a.magnitude == b.magnitude && (a.negative == b.negative || a.magnitude == 0);
  }
  if (a.kind == b.kind) {
    if (std::isnan(a.real) || std::isnan(b.real)) return std::isnan(a.real) && std::isnan(b.real);
    return a.real == b.real && std::signbit(a.real) == std::signbit(b.real);
  }
  const Atom& whole = a.kind == Atom::Kind::kInteger ? a : b;
  const double real = a.kind == Atom::Kind::kReal ? a.real : b.real;
  const double value = static_cast<double>(whole.magnitude) * (whole.negative ? -1 : 1);
  constexpr double kTwoTo64 = 18446744073709551616.0;
  if (std::fabs(value) >= kTwoTo64) return false;  // rounded up: no integer of 64 bits
  return value == real && static_cast<uint64_t>(std::fabs(value)) == whole.magnitude;
}

bool IsDefault(const Atom& atom) {
  switch (atom.kind) {
    case Atom::Kind::kInteger:
      return atom.magnitude == 0;
    case Atom::Kind::kReal:
      return atom.real == 0 && !std::signbit(atom.real);
    case Atom::Kind::kBytes:
      break;
  }
  return atom.bytes.empty();
}

Atom Integer(int64_t value) {
  Atom atom;
  atom.negative = value < 0;
  atom.magnitude = value < 0 ? ~static_cast<uint64_t>(value) + 1 : static_cast<uint64_t>(value);
  return atom;
}
Atom Unsigned(uint64_t value) {
  Atom atom;
  atom.magnitude = value;
  return atom;
}
Atom Real(double value) {
  Atom atom;
  atom.kind = Atom::Kind::kReal;
  atom.real = value;
  return atom;
}
Atom Bytes(std::string bytes) {
  Atom atom;
  atom.kind = Atom::Kind::kBytes;
  atom.bytes = std::move(bytes);
  return atom;
}

bool SameValue(const Value& written, const Value& read) {
  if (written.size() == 1 && read.empty()) return IsDefault(written[0]);  // presence only
  if (written.empty() && read.size() == 1) return IsDefault(read[0]);
  if (written.size() != read.size()) return false;
  for (std::size_t i = 0; i < read.size(); ++i) {
    if (!SameAtom(written[i], read[i])) return false;
  }
  return true;
}

bool IsTrivial(const Value& value) {
  for (const Atom& atom : value) {
    if (!IsDefault(atom)) return false;
  }
  return true;
}

std::string Show(const Value& value) {
  std::string text = "[";
  for (const Atom& atom : value) {
    if (text.size() > 1) text += ", ";
    switch (atom.kind) {
      case Atom::Kind::kInteger:
        text += fmt::format("{}{}", atom.negative ? "-" : "", atom.magnitude);
        break;
      case Atom::Kind::kReal:
        text += fmt::format("{}f", atom.real);
        break;
      case Atom::Kind::kBytes:
        for (char c : atom.bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(c));
        text += "h";
        break;
    }
  }
  return text + "]";
}

std::vector<Atom> BordersOf(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumBorders(field);
    case FieldDescriptor::CPPTYPE_INT32:
      return IntegerBorders<int32_t>();
    case FieldDescriptor::CPPTYPE_INT64:
      return IntegerBorders<int64_t>();
    case FieldDescriptor::CPPTYPE_UINT32:
      return IntegerBorders<uint32_t>();
    case FieldDescriptor::CPPTYPE_UINT64:
      return IntegerBorders<uint64_t>();
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return RealBorders(false);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return RealBorders(true);
    case FieldDescriptor::CPPTYPE_BOOL:
      return {Integer(0), Integer(1)};
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return {};
    case FieldDescriptor::CPPTYPE_STRING:
      break;
  }
  const bool is_bytes = field.type() == FieldDescriptor::TYPE_BYTES;
  const bool verified =
      !is_bytes && field.file()->syntax() == google::protobuf::FileDescriptor::SYNTAX_PROTO3;
  return TextBorders(verified, is_bytes);
}

bool IsSampleKey(std::string_view text) {
  static const std::vector<Atom> kTexts = TextBorders(true, false);
  return text == "false" || std::any_of(kTexts.begin(), kTexts.end(),
                                        [&](const Atom& atom) { return atom.bytes == text; });
}

void Put(Message& message, const FieldDescriptor& field, const Atom& atom) {
  const Reflection& r = *message.GetReflection();
  const bool many = field.is_repeated();
  const auto put = [&](auto set, auto add, auto value) {
    if (many) {
      (r.*add)(&message, &field, value);
    } else {
      (r.*set)(&message, &field, value);
    }
  };
  const int64_t integer =
      static_cast<int64_t>(atom.negative ? ~atom.magnitude + 1 : atom.magnitude);
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return put(&Reflection::SetInt32, &Reflection::AddInt32, static_cast<int32_t>(integer));
    case FieldDescriptor::CPPTYPE_INT64:
      return put(&Reflection::SetInt64, &Reflection::AddInt64, integer);
    case FieldDescriptor::CPPTYPE_UINT32:
      return put(&Reflection::SetUInt32, &Reflection::AddUInt32,
                 static_cast<uint32_t>(atom.magnitude));
    case FieldDescriptor::CPPTYPE_UINT64:
      return put(&Reflection::SetUInt64, &Reflection::AddUInt64, atom.magnitude);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return put(&Reflection::SetDouble, &Reflection::AddDouble, atom.real);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return put(&Reflection::SetFloat, &Reflection::AddFloat, static_cast<float>(atom.real));
    case FieldDescriptor::CPPTYPE_BOOL:
      return put(&Reflection::SetBool, &Reflection::AddBool, atom.magnitude != 0);
    case FieldDescriptor::CPPTYPE_ENUM:
      return put(&Reflection::SetEnumValue, &Reflection::AddEnumValue, static_cast<int>(integer));
    case FieldDescriptor::CPPTYPE_STRING:
      return many ? r.AddString(&message, &field, atom.bytes)
                  : r.SetString(&message, &field, atom.bytes);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  Message* inner = many ? r.AddMessage(&message, &field) : r.MutableMessage(&message, &field);
  CHECK(inner->ParsePartialFromString(atom.bytes), "a message atom is an encoding");
}

namespace {
Atom GetAtom(const Message& message, const FieldDescriptor& field, int index) {
  const Reflection& r = *message.GetReflection();
  const bool many = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return Integer(many ? r.GetRepeatedInt32(message, &field, index)
                          : r.GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_INT64:
      return Integer(many ? r.GetRepeatedInt64(message, &field, index)
                          : r.GetInt64(message, &field));
    case FieldDescriptor::CPPTYPE_UINT32:
      return Unsigned(many ? r.GetRepeatedUInt32(message, &field, index)
                           : r.GetUInt32(message, &field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return Unsigned(many ? r.GetRepeatedUInt64(message, &field, index)
                           : r.GetUInt64(message, &field));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return Real(many ? r.GetRepeatedDouble(message, &field, index)
                       : r.GetDouble(message, &field));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return Real(many ? r.GetRepeatedFloat(message, &field, index) : r.GetFloat(message, &field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return Integer(many ? r.GetRepeatedBool(message, &field, index) : r.GetBool(message, &field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return Integer(many ? r.GetRepeatedEnumValue(message, &field, index)
                          : r.GetEnumValue(message, &field));
    case FieldDescriptor::CPPTYPE_STRING:
      return Bytes(many ? r.GetRepeatedString(message, &field, index)
                        : r.GetString(message, &field));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  const Message& inner =
      many ? r.GetRepeatedMessage(message, &field, index) : r.GetMessage(message, &field);
  return Bytes(inner.SerializePartialAsString());
}

}  // namespace

Value ValueOf(const Message& message, const FieldDescriptor& field) {
  Value value;
  const Reflection& r = *message.GetReflection();
  const int size = field.is_repeated() ? r.FieldSize(message, &field)
                                       : static_cast<int>(r.HasField(message, &field));
  for (int i = 0; i < size; ++i) value.push_back(GetAtom(message, field, i));
  return value;
}

Value GetterOf(const Message& message, const FieldDescriptor& field) {
  const bool is_scalar =
      !field.is_repeated() && field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE;
  return is_scalar ? Value{GetAtom(message, field, 0)} : ValueOf(message, field);
}

}  // namespace leyline
