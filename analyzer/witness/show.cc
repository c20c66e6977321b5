#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>

#include "analyzer/witness/observe.h"
#include "analyzer/witness/surface.h"
#include "base/digest.h"
#include "base/strings.h"

namespace leyline::witness {
namespace {

namespace pb = google::protobuf;

// Longer values are cut: a line must stay a line.
constexpr std::size_t kLongest = 60;

std::string Cut(std::string text) {
  if (text.size() <= kLongest) return text;
  text.resize(kLongest);
  while (!text.empty() && !IsValidUtf8(text)) text.pop_back();
  return text + "...";
}

std::string ShowInteger(const pb::FieldDescriptor& field, const Atom& atom) {
  const std::string number = fmt::format("{}{}", atom.negative ? "-" : "", atom.magnitude);
  if (field.type() == pb::FieldDescriptor::TYPE_BOOL) return atom.magnitude != 0 ? "true" : "false";
  if (field.type() != pb::FieldDescriptor::TYPE_ENUM) return number;
  const auto low = static_cast<uint32_t>(atom.magnitude);
  const auto wrapped = static_cast<int32_t>(atom.negative ? 0 - low : low);
  const auto* value = field.enum_type()->FindValueByNumber(wrapped);
  return value == nullptr ? number : fmt::format("{} ({})", value->name(), number);
}

std::string ShowAtom(const pb::FieldDescriptor& field, const Atom& atom) {
  switch (atom.kind) {
    case Atom::Kind::kInteger:
      return ShowInteger(field, atom);
    case Atom::Kind::kReal:
      return field.type() == pb::FieldDescriptor::TYPE_FLOAT
                 ? fmt::format("{}", static_cast<float>(atom.real))
                 : fmt::format("{}", atom.real);
    case Atom::Kind::kBytes:
      break;
  }
  return field.type() == pb::FieldDescriptor::TYPE_STRING
             ? fmt::format("\"{}\"", Cut(Printable(atom.bytes)))
             : Cut(fmt::format("0x{}", Hex(atom.bytes)));
}

std::vector<std::string> Elements(const pb::Message& message, const pb::FieldDescriptor& field) {
  std::vector<std::string> elements;
  if (field.cpp_type() != pb::FieldDescriptor::CPPTYPE_MESSAGE) {
    for (const Atom& atom : GetterOf(message, field)) elements.push_back(ShowAtom(field, atom));
    return elements;
  }
  const pb::Reflection& r = *message.GetReflection();
  const int size = field.is_repeated() ? r.FieldSize(message, &field)
                                       : static_cast<int>(r.HasField(message, &field));
  for (int i = 0; i < size; ++i) {
    const pb::Message& element = field.is_repeated() ? r.GetRepeatedMessage(message, &field, i)
                                                     : r.GetMessage(message, &field);
    elements.push_back(fmt::format("{{{}}}", Cut(TextOf(element))));
  }
  return elements;
}

}  // namespace

std::string ShowField(const pb::Message& message, const pb::FieldDescriptor& field) {
  const std::vector<std::string> elements = Elements(message, field);
  if (field.is_repeated()) return fmt::format("[{}]", Join(elements, ", "));
  return elements.empty() ? "unset" : elements.front();
}

}  // namespace leyline::witness
