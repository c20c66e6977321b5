// The source surface of the type model: the signatures that protoc generates for C++, Java, Go and
// Python. Wire encodings don't show in them, so nothing stops compiling when int32 becomes sint32.
#include <string>
#include <utility>
#include <vector>

#include "analyzer/rules/compare/words.h"
#include "analyzer/rules/type_model/type_model.h"

namespace leyline {
namespace {

// Languages whose signatures differ, as bits. In Python types don't show until the code runs.
using Languages = unsigned;
constexpr Languages kCpp = 1;
constexpr Languages kJava = 2;
constexpr Languages kGo = 4;
constexpr Languages kAll = kCpp | kJava | kGo;

// The types that each language has for it: equal numbers are one type there.
struct Signature {
  int cpp;
  int java;
  int go;
};

// Java has no unsigned integers, and C++ has one type for text and bytes.
Signature SignatureOf(FieldType type) {
  switch (type) {
    case FieldType::kInt32:
    case FieldType::kSint32:
    case FieldType::kSfixed32:
      return {1, 1, 1};
    case FieldType::kUint32:
    case FieldType::kFixed32:
      return {2, 1, 2};
    case FieldType::kInt64:
    case FieldType::kSint64:
    case FieldType::kSfixed64:
      return {3, 3, 3};
    case FieldType::kUint64:
    case FieldType::kFixed64:
      return {4, 3, 4};
    case FieldType::kFloat:
      return {5, 5, 5};
    case FieldType::kDouble:
      return {6, 6, 6};
    case FieldType::kBool:
      return {7, 7, 7};
    case FieldType::kString:
      return {8, 8, 8};
    case FieldType::kBytes:
      return {8, 9, 9};
    case FieldType::kEnum:
      return {10, 10, 10};
    default:
      return {11, 11, 11};
  }
}

Languages Differing(FieldType before, FieldType after) {
  const Signature from = SignatureOf(before);
  const Signature to = SignatureOf(after);
  return (from.cpp != to.cpp ? kCpp : 0) | (from.java != to.java ? kJava : 0) |
         (from.go != to.go ? kGo : 0);
}

Languages DifferingTypes(const FieldSpec& before, const FieldSpec& after) {
  if (before.message != nullptr && after.message != nullptr) {
    return before.message->full_name == after.message->full_name ? 0 : kAll;
  }
  if (before.enumeration != nullptr && after.enumeration != nullptr) {
    return before.enumeration->full_name == after.enumeration->full_name ? 0 : kAll;
  }
  const Languages keys = before.is_map() ? Differing(before.map_key, after.map_key) : 0;
  return keys | Differing(before.type, after.type);
}

// Presence is a pointer in Go, and a oneof's member a type of its own.
bool HasOtherGoForm(const FieldSpec& before, const FieldSpec& after) {
  if ((before.cardinality == Cardinality::kOneof) != (after.cardinality == Cardinality::kOneof)) {
    return true;
  }
  return !before.is_repeated() && !before.is_message() &&
         before.has_presence() != after.has_presence();
}

Reading SignaturesChange(Languages languages) {
  if (languages == kAll) return Broken(Effect::kSignatureChanged);
  std::vector<std::string> names;
  if ((languages & kCpp) != 0) names.emplace_back("C++");
  if ((languages & kJava) != 0) names.emplace_back("Java");
  if ((languages & kGo) != 0) names.emplace_back("Go");
  return names.empty()
             ? Lossless()
             : SafeIf("the code is not " + ListOf(names, "or"), Effect::kSignatureChanged);
}

}  // namespace

Reading ReadSource(const FieldSpec& before, const FieldSpec& after) {
  const bool same_list =
      before.is_repeated() == after.is_repeated() && before.is_map() == after.is_map();
  const Languages types = same_list ? DifferingTypes(before, after) : kAll;
  if (types == kAll) return Broken(Effect::kSignatureChanged);
  const bool loses_presence = !before.is_repeated() && !before.is_message() &&
                              before.has_presence() && !after.has_presence();
  if (loses_presence) return Broken(Effect::kSymbolGone);
  return SignaturesChange(types | (HasOtherGoForm(before, after) ? kGo : 0));
}

}  // namespace leyline
