#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/witness/proto_json/known_types.h"
#include "analyzer/witness/proto_json/printer.h"
#include "analyzer/witness/proto_json/texts.h"
#include "base/strings.h"

namespace leyline {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

SecondsAndNanos SecondsAndNanosOf(const Message& message) {
  const Descriptor& type = *message.GetDescriptor();
  const Reflection& r = *message.GetReflection();
  return {.seconds = r.GetInt64(message, type.FindFieldByNumber(1)),
          .nanos = r.GetInt32(message, type.FindFieldByNumber(2))};
}

}  // namespace

bool ProtoJsonPrinter::KnownTypes(const Message& message) {
  const Descriptor& type = *message.GetDescriptor();
  switch (KnownTypeOf(type)) {
    case KnownType::kAny:
      return Any(message);
    case KnownType::kTimestamp:
      return Timestamp(message);
    case KnownType::kDuration:
      return Duration(message);
    case KnownType::kFieldMask:
      return FieldMask(message);
    case KnownType::kValue:
      return Value(message);
    default:  // Struct, ListValue and the wrappers stand for their only field
      return Field(message, *type.FindFieldByNumber(1));
  }
}

bool ProtoJsonPrinter::Any(const Message& message) {
  const Descriptor& type = *message.GetDescriptor();
  const Reflection& r = *message.GetReflection();
  const std::string url = r.GetString(message, type.FindFieldByNumber(1));
  const std::string bytes = r.GetString(message, type.FindFieldByNumber(2));
  if (url.empty() && bytes.empty()) {
    if (!Open('{')) return false;
    Close('}');
    return true;
  }
  const Descriptor* held = TypeOfUrl(pool_, url);
  if (held == nullptr) return Refuse("an Any of the unknown type " + InBackticks(url));
  if (!IsValidUtf8(url)) return Refuse("the URL of an Any is not valid UTF-8");
  const Message* prototype = r.GetMessageFactory()->GetPrototype(held);
  if (prototype == nullptr) return Refuse("an Any of the unlinked type " + InBackticks(url));
  const std::unique_ptr<Message> payload(prototype->New());
  if (!payload->ParsePartialFromString(bytes)) {
    return Refuse("the value of an Any is not an encoding of " + InBackticks(url));
  }
  std::string missing = MissingRequired(*payload);
  return missing.empty() ? Payload(*payload, url) : Refuse(std::move(missing));
}

// Next to its type: the members of the message, or `value` where it has a form of its own.
bool ProtoJsonPrinter::Payload(const Message& payload, const std::string& url) {
  if (!Open('{')) return false;
  Key("@type");
  Quoted(url);
  if (KnownTypeOf(*payload.GetDescriptor()) == KnownType::kNone) {
    if (!Members(payload)) return false;
  } else {
    Key("value");
    if (!Print(payload)) return Under(".value");
  }
  Close('}');
  return true;
}

bool ProtoJsonPrinter::Timestamp(const Message& message) {
  const std::optional<std::string> text = PrintTimestamp(SecondsAndNanosOf(message));
  if (!text) return Refuse("a Timestamp outside the years 1 to 9999");
  Quoted(*text);
  return true;
}

bool ProtoJsonPrinter::Duration(const Message& message) {
  const std::optional<std::string> text = PrintDuration(SecondsAndNanosOf(message));
  if (!text) return Refuse("a Duration beyond 10000 years, or of mixed signs");
  Quoted(*text);
  return true;
}

bool ProtoJsonPrinter::FieldMask(const Message& message) {
  const FieldDescriptor* paths = message.GetDescriptor()->FindFieldByNumber(1);
  const Reflection& r = *message.GetReflection();
  std::string text;
  for (int i = 0; i < r.FieldSize(message, paths); ++i) {
    const std::string path = r.GetRepeatedString(message, paths, i);
    const std::optional<std::string> printed = PrintMaskPath(path);
    if (!printed) return Refuse("the path " + InBackticks(path) + " has no form in JSON");
    if (i > 0) text.push_back(',');
    text += *printed;
  }
  Quoted(text);
  return true;
}

bool ProtoJsonPrinter::Value(const Message& message) {
  constexpr int kNumber = 2;
  std::vector<const FieldDescriptor*> kinds;
  const Reflection& r = *message.GetReflection();
  r.ListFields(message, &kinds);
  if (kinds.empty()) return Refuse("a Value without a kind");
  const FieldDescriptor& kind = *kinds.front();
  if (kind.number() == kNumber && !std::isfinite(r.GetDouble(message, &kind))) {
    return Refuse("a Value that is not a finite number");
  }
  return Element(message, kind, -1);
}

}  // namespace leyline
