// What the checks of the language's rules share.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "analyzer/schema/link/options.h"
#include "analyzer/schema/link/problems.h"

namespace leyline {

// "field `acme.v1.User.name`", "extension `acme.v1.tier`", "message `acme.v1.User`", ...
std::string Describe(const Field& field);
std::string Describe(const Message& message);
std::string Describe(const Enum& enumeration);
std::string Describe(const Oneof& oneof);

// A rule over one field, as a row of a table. `options` are those of the field.
struct FieldRule {
  bool (*is_broken)(const Field& field, const SmallOptions& options);
  std::string_view says;    // after "field `a.M.f` "
  std::string_view fix;     // may be empty
  std::string_view option;  // the option that the error points at; empty: the name, or `at`
  Offset Field::* at;
};

// Reports each broken rule of the table.
template <std::size_t kCount>
void ApplyRules(const FieldRule (&rules)[kCount], const Field& field, const SmallOptions& options,
                Problems& problems) {
  for (const FieldRule& rule : rules) {
    if (!rule.is_broken(field, options)) continue;
    const Offset at =
        rule.option.empty() ? field.*rule.at : OptionAt(field.options, rule.option, field.*rule.at);
    problems.Add(*field.file, at, Describe(field).append(" ").append(rule.says),
                 std::string(rule.fix));
  }
}

// The rules by theme. Each reports what is wrong with one node and not with what is inside it,
// unless its comment says so.

// check_numbers.cc: numbers of fields, extension ranges, reserved ranges and names.
void CheckNumbers(const Message& message, Problems& problems);
void CheckFieldNumber(const Field& field, Problems& problems);
void CheckReserved(const Enum& enumeration, Problems& problems);

// check_fields.cc: labels, defaults, options of fields and extensions; oneofs; message sets.
void CheckField(const Field& field, Problems& problems);
void CheckOneofs(const Message& message, Problems& problems);

// check_messages.cc
void CheckMessage(const Message& message, Problems& problems);

// check_extensions.cc: single extensions; the numbers of all extensions in a file.
void CheckExtension(const Field& extension, Problems& problems);
void CheckExtensionNumbers(const File& file, Problems& problems);
// The same between files, for editions; `files` in the order in which the later one is reported.
void CheckExtensionsAcrossFiles(std::span<const std::shared_ptr<File>> files, Problems& problems);

// check_enums.cc: the enum with its values.
void CheckEnum(const Enum& enumeration, Problems& problems);

// check_json.cc: fields of one message whose JSON names are equal, values of one enum whose names
// are equal without the enum's name.
void CheckJsonNames(const Message& message, Problems& problems);
void CheckJsonNames(const Enum& enumeration, Problems& problems);

// check_editions.cc: where features may stand and with what values, over a whole file.
void CheckFeatures(const File& file, Problems& problems);
void CheckFieldFeatures(const Field& field, Problems& problems);

// check_files.cc: lite files, options of a file, symbols that other files keep to themselves.
void CheckFile(const File& file, Problems& problems);

// check_naming.cc: the naming style that edition 2024 asks for, over a whole file.
void CheckNaming(const File& file, Problems& problems);

}  // namespace leyline
