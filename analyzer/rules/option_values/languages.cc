#include "analyzer/rules/option_values/languages.h"

#include <algorithm>
#include <iterator>

namespace leyline::rules {
namespace {

using enum OptionsKind;

constexpr std::string_view kCpp[] = {"C++"};
constexpr std::string_view kCppJava[] = {"C++", "Java"};
constexpr std::string_view kJava[] = {"Java"};
constexpr std::string_view kGo[] = {"Go"};
constexpr std::string_view kObjC[] = {"Objective-C"};
constexpr std::string_view kCSharp[] = {"C#"};
constexpr std::string_view kSwift[] = {"Swift"};
constexpr std::string_view kPhp[] = {"PHP"};
constexpr std::string_view kPython[] = {"Python"};
constexpr std::string_view kRuby[] = {"Ruby"};
constexpr std::string_view kJs[] = {"JavaScript", "TypeScript"};

// Packages and prefixes move all code of a language; the others say why.
constexpr OptionLanguages kTable[] = {
    {kFile, 1, "java_package", kJava},
    {kFile, 8, "java_outer_classname", kJava},
    {kFile, 9, "optimize_for", kCppJava},  // LITE_RUNTIME has no reflection, JSON or text
    {kFile, 10, "java_multiple_files", kJava},
    {kFile, 11, "go_package", kGo},
    {kFile, 16, "cc_generic_services", kCpp},
    {kFile, 17, "java_generic_services", kJava},
    {kFile, 18, "py_generic_services", kPython},
    {kFile, 20, "java_generate_equals_and_hash", {}},  // always generated
    {kFile, 27, "java_string_check_utf8", {}},         // setters check, signatures stay
    {kFile, 31, "cc_enable_arenas", {}},               // always on
    {kFile, 36, "objc_class_prefix", kObjC},
    {kFile, 37, "csharp_namespace", kCSharp},
    {kFile, 39, "swift_prefix", kSwift},
    {kFile, 40, "php_class_prefix", kPhp},
    {kFile, 41, "php_namespace", kPhp},
    {kFile, 42, "php_generic_services", kPhp},
    {kFile, 44, "php_metadata_namespace", kPhp},
    {kFile, 45, "ruby_package", kRuby},
    {kMessage, 1, "message_set_wire_format", kGo},  // Go refuses the descriptor
    {kMessage, 2, "no_standard_descriptor_accessor", kCppJava},
    {kMessage, 11, "deprecated_legacy_json_field_conflicts", {}},  // what the compiler accepts
    {kEnum, 6, "deprecated_legacy_json_field_conflicts", {}},
    {kField, 1, "ctype", kCpp},
    {kField, 5, "lazy", {}},  // when a part is decoded
    {kField, 6, "jstype", kJs},
    {kField, 10, "weak", kCpp},
    {kField, 15, "unverified_lazy", {}},
    {kField, 16, "debug_redact", {}},  // what debug output shows
    {kField, 17, "retention", {}},     // of options that extend options
    {kField, 19, "targets", {}},
    {kField, 20, "edition_defaults", {}},
    {kField, 22, "feature_support", {}},
    {kEnumValue, 3, "debug_redact", {}},
    {kEnumValue, 4, "feature_support", {}},
};

}  // namespace

const OptionLanguages* LanguagesOf(OptionsKind kind, uint32_t number) {
  const auto* at = std::find_if(std::begin(kTable), std::end(kTable), [&](const auto& row) {
    return row.kind == kind && row.number == number;
  });
  return at == std::end(kTable) ? nullptr : at;
}

}  // namespace leyline::rules
