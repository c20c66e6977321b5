// The source surface of the type model: the signatures that protoc generates for C++, Java, Go and
// Python. Wire encodings don't show in them, so nothing stops compiling when int32 becomes sint32.
#include <utility>

#include "analyzer/rules/type_model.h"

namespace leyline {
namespace {

// The type in the signature.
enum class Signature : uint8_t {
  kInt32,
  kUint32,
  kInt64,
  kUint64,
  kFloat,
  kDouble,
  kBool,
  kString,
  kBytes,
  kEnum,
  kMessage
};

Signature SignatureOf(FieldType type) {
  switch (type) {
    case FieldType::kInt32:
    case FieldType::kSint32:
    case FieldType::kSfixed32:
      return Signature::kInt32;
    case FieldType::kUint32:
    case FieldType::kFixed32:
      return Signature::kUint32;
    case FieldType::kInt64:
    case FieldType::kSint64:
    case FieldType::kSfixed64:
      return Signature::kInt64;
    case FieldType::kUint64:
    case FieldType::kFixed64:
      return Signature::kUint64;
    case FieldType::kFloat:
      return Signature::kFloat;
    case FieldType::kDouble:
      return Signature::kDouble;
    case FieldType::kBool:
      return Signature::kBool;
    case FieldType::kString:
      return Signature::kString;
    case FieldType::kBytes:
      return Signature::kBytes;
    case FieldType::kEnum:
      return Signature::kEnum;
    default:
      return Signature::kMessage;
  }
}

bool SameType(const FieldSpec& before, const FieldSpec& after) {
  if (SignatureOf(before.type) != SignatureOf(after.type)) return false;
  if (before.is_map() && SignatureOf(before.map_key) != SignatureOf(after.map_key)) return false;
  if (before.message != nullptr && after.message != nullptr) {
    return before.message->full_name == after.message->full_name;
  }
  if (before.enumeration != nullptr && after.enumeration != nullptr) {
    return before.enumeration->full_name == after.enumeration->full_name;
  }
  return true;
}

}  // namespace

Reading ReadSource(const FieldSpec& before, const FieldSpec& after) {
  const bool same_list =
      before.is_repeated() == after.is_repeated() && before.is_map() == after.is_map();
  if (!same_list || !SameType(before, after)) return Broken(Effect::kSignatureChanged);
  if (before.is_repeated() || before.is_message()) {
    // In Go a oneof's member is a type of its own.
    const bool moved =
        (before.cardinality == Cardinality::kOneof) != (after.cardinality == Cardinality::kOneof);
    return moved ? SafeIf("the code is not Go", Effect::kSignatureChanged) : Lossless();
  }
  if (before.has_presence() && !after.has_presence()) return Broken(Effect::kSymbolGone);
  const bool go_changes =
      before.has_presence() != after.has_presence() ||
      (before.cardinality == Cardinality::kOneof) != (after.cardinality == Cardinality::kOneof);
  return go_changes ? SafeIf("the code is not Go", Effect::kSignatureChanged) : Lossless();
}

}  // namespace leyline
