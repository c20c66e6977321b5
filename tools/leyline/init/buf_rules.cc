#include "tools/leyline/init/buf_rules.h"

#include <cstdint>

namespace leyline {
namespace {

enum Category : uint8_t { kFile = 1, kPackage = 2, kWireJson = 4, kWire = 8, kCsr = 16 };
enum SurfaceBit : uint8_t { kBinary = 1, kJson = 2, kSource = 4, kRpc = 8 };

// `categories` are those of `buf config ls-breaking-rules` 1.75.0. `surfaces` are where the rule
// sees a break: exact rules guard generated code too, WIRE's only bytes; what a package or service
// is called is the path of its calls.
struct BufRule {
  std::string_view name;
  int categories;
  int surfaces;
};
constexpr BufRule kRules[] = {
    {"ENUM_NO_DELETE", kCsr | kFile, kBinary | kJson | kSource},
    {"ENUM_SAME_JSON_FORMAT", kCsr | kFile | kPackage | kWireJson, kJson},
    {"ENUM_SAME_TYPE", kFile | kPackage, kBinary},
    {"ENUM_VALUE_NO_DELETE", kCsr | kFile | kPackage, kBinary | kJson | kSource},
    {"ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED", kCsr | kWireJson, kJson},
    {"ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED", kCsr | kWireJson | kWire, kBinary},
    {"ENUM_VALUE_SAME_NAME", kCsr | kFile | kPackage | kWireJson, kJson},
    {"EXTENSION_MESSAGE_NO_DELETE", kCsr | kFile | kPackage, kBinary},
    {"EXTENSION_NO_DELETE", kFile, kBinary | kJson | kSource},
    {"FIELD_NO_DELETE", kCsr | kFile | kPackage, kBinary | kJson | kSource},
    {"FIELD_NO_DELETE_UNLESS_NAME_RESERVED", kCsr | kWireJson, kJson},
    {"FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED", kCsr | kWireJson | kWire, kBinary},
    {"FIELD_SAME_CARDINALITY", kFile | kPackage, kBinary | kJson | kSource},
    {"FIELD_SAME_CPP_STRING_TYPE", kFile | kPackage, kSource},
    {"FIELD_SAME_DEFAULT", kCsr | kFile | kPackage | kWireJson | kWire, kBinary},
    {"FIELD_SAME_JAVA_UTF8_VALIDATION", kFile | kPackage, kBinary},
    {"FIELD_SAME_JSON_NAME", kCsr | kFile | kPackage | kWireJson, kJson},
    {"FIELD_SAME_JSTYPE", kFile | kPackage, kSource},
    {"FIELD_SAME_NAME", kCsr | kFile | kPackage | kWireJson, kJson},
    {"FIELD_SAME_ONEOF", kCsr | kFile | kPackage | kWireJson | kWire, kBinary},
    {"FIELD_SAME_TYPE", kCsr | kFile | kPackage, kBinary | kJson | kSource},
    {"FIELD_SAME_UTF8_VALIDATION", kFile | kPackage, kBinary},
    {"FIELD_WIRE_COMPATIBLE_CARDINALITY", kWire, kBinary},
    {"FIELD_WIRE_COMPATIBLE_TYPE", kWire, kBinary},
    {"FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY", kCsr | kWireJson, kJson},
    {"FIELD_WIRE_JSON_COMPATIBLE_TYPE", kCsr | kWireJson, kJson},
    {"FILE_NO_DELETE", kCsr | kFile, kBinary | kJson | kSource | kRpc},
    {"FILE_SAME_CC_ENABLE_ARENAS", kFile | kPackage, kSource},
    {"FILE_SAME_CC_GENERIC_SERVICES", kFile | kPackage, kSource},
    {"FILE_SAME_CSHARP_NAMESPACE", kFile | kPackage, kSource},
    {"FILE_SAME_GO_PACKAGE", kFile | kPackage, kSource},
    {"FILE_SAME_JAVA_GENERIC_SERVICES", kFile | kPackage, kSource},
    {"FILE_SAME_JAVA_MULTIPLE_FILES", kFile | kPackage, kSource},
    {"FILE_SAME_JAVA_OUTER_CLASSNAME", kFile | kPackage, kSource},
    {"FILE_SAME_JAVA_PACKAGE", kFile | kPackage, kSource},
    {"FILE_SAME_OBJC_CLASS_PREFIX", kFile | kPackage, kSource},
    {"FILE_SAME_OPTIMIZE_FOR", kFile | kPackage, kSource},
    {"FILE_SAME_PACKAGE", kCsr | kFile | kPackage | kWireJson | kWire, kRpc},
    {"FILE_SAME_PHP_CLASS_PREFIX", kFile | kPackage, kSource},
    {"FILE_SAME_PHP_METADATA_NAMESPACE", kFile | kPackage, kSource},
    {"FILE_SAME_PHP_NAMESPACE", kFile | kPackage, kSource},
    {"FILE_SAME_PY_GENERIC_SERVICES", kFile | kPackage, kSource},
    {"FILE_SAME_RUBY_PACKAGE", kFile | kPackage, kSource},
    {"FILE_SAME_SWIFT_PREFIX", kFile | kPackage, kSource},
    {"FILE_SAME_SYNTAX", kCsr | kFile | kPackage, kSource},
    {"MESSAGE_NO_DELETE", kCsr | kFile, kBinary | kJson | kSource},
    {"MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR", kCsr | kFile | kPackage, kSource},
    {"MESSAGE_SAME_JSON_FORMAT", kCsr | kFile | kPackage | kWireJson, kJson},
    {"MESSAGE_SAME_REQUIRED_FIELDS", kCsr | kFile | kPackage | kWireJson | kWire, kBinary},
    {"ONEOF_NO_DELETE", kCsr | kFile | kPackage, kSource},
    {"PACKAGE_ENUM_NO_DELETE", kPackage, kBinary | kJson | kSource},
    {"PACKAGE_EXTENSION_NO_DELETE", kPackage, kBinary | kJson | kSource},
    {"PACKAGE_MESSAGE_NO_DELETE", kPackage, kBinary | kJson | kSource},
    {"PACKAGE_NO_DELETE", kPackage, kBinary | kJson | kSource | kRpc},
    {"PACKAGE_SERVICE_NO_DELETE", kPackage, kRpc | kSource},
    {"RESERVED_ENUM_NO_DELETE", kCsr | kFile | kPackage | kWireJson | kWire, kBinary},
    {"RESERVED_MESSAGE_NO_DELETE", kCsr | kFile | kPackage | kWireJson | kWire, kBinary},
    {"RPC_NO_DELETE", kFile | kPackage, kRpc | kSource},
    {"RPC_SAME_CLIENT_STREAMING", kCsr | kFile | kPackage | kWireJson | kWire, kRpc},
    {"RPC_SAME_IDEMPOTENCY_LEVEL", kCsr | kFile | kPackage | kWireJson | kWire, kRpc},
    {"RPC_SAME_REQUEST_TYPE", kCsr | kFile | kPackage | kWireJson | kWire, kRpc},
    {"RPC_SAME_RESPONSE_TYPE", kCsr | kFile | kPackage | kWireJson | kWire, kRpc},
    {"RPC_SAME_SERVER_STREAMING", kCsr | kFile | kPackage | kWireJson | kWire, kRpc},
    {"SERVICE_NO_DELETE", kFile, kRpc | kSource},
};

struct BufCategory {
  std::string_view name;
  Category bit;
};
constexpr BufCategory kCategories[] = {{"FILE", kFile},
                                       {"PACKAGE", kPackage},
                                       {"WIRE_JSON", kWireJson},
                                       {"WIRE", kWire},
                                       {"CSR", kCsr}};

// Names that v1 and v1beta1 still take.
struct OldName {
  std::string_view old;
  std::string_view now;
};
constexpr OldName kOldNames[] = {
    {"FIELD_SAME_CTYPE", "FIELD_SAME_CPP_STRING_TYPE"},
    {"FIELD_SAME_LABEL", "FIELD_SAME_CARDINALITY"},
    {"FILE_SAME_JAVA_STRING_CHECK_UTF8", "FIELD_SAME_JAVA_UTF8_VALIDATION"},
};

struct SurfaceName {
  SurfaceBit bit;
  Surface surface;
};
constexpr SurfaceName kSurfaces[] = {{kBinary, Surface::kBinary},
                                     {kJson, Surface::kJson},
                                     {kSource, Surface::kSource},
                                     {kRpc, Surface::kRpc}};

}  // namespace

BufRules ExpandBufRule(std::string_view name) {
  BufRules rules;
  for (const OldName& old : kOldNames) {
    if (name == old.old) name = old.now;
  }
  int categories = 0;
  for (const BufCategory& category : kCategories) {
    if (name == category.name) categories = category.bit;
  }
  for (const BufRule& rule : kRules) {
    if (rule.name == name || (rule.categories & categories) != 0) rules.insert(rule.name);
  }
  return rules;
}

std::vector<Surface> SurfacesOfBuf(const BufRules& rules) {
  int bits = 0;
  for (const BufRule& rule : kRules) {
    if (rules.contains(rule.name)) bits |= rule.surfaces;
  }
  std::vector<Surface> surfaces;
  for (const SurfaceName& each : kSurfaces) {
    if ((bits & each.bit) != 0) surfaces.push_back(each.surface);
  }
  return surfaces;
}

}  // namespace leyline
