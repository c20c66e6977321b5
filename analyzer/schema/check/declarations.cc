// Extension declarations, judged as buf does; protoc 3.21 doesn't know them.
#include "analyzer/schema/link/declarations.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "analyzer/schema/check/rules.h"
#include "analyzer/schema/wire.h"
#include "base/strings.h"

namespace leyline {
namespace {

constexpr uint32_t kDeclarationOption = 2;
constexpr int kVerificationOption = 3;
enum class Verification : uint64_t { kDeclaration = 0, kUnverified = 1 };

ExtensionDeclaration ReadDeclaration(std::string_view bytes) {
  ExtensionDeclaration declaration;
  WireReader reader(bytes);
  for (WireField field; reader.Next(field);) {
    if (field.number == 1) declaration.number = static_cast<int32_t>(field.value);
    if (field.number == 2) declaration.full_name = field.payload;
    if (field.number == 3) declaration.type = field.payload;
    if (field.number == 5) declaration.reserved = field.value != 0;
    if (field.number == 6) declaration.repeated = field.value != 0;
  }
  return declaration;
}

bool IsIdentifier(std::string_view word) {
  const auto is_letter = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
  };
  return !word.empty() && std::isdigit(static_cast<unsigned char>(word[0])) == 0 &&
         std::all_of(word.begin(), word.end(), is_letter);
}

// ".acme.v1.tier"
bool IsFullName(std::string_view name) {
  if (!name.starts_with('.')) return false;
  const std::vector<std::string_view> parts = Split(name.substr(1), '.');
  return std::all_of(parts.begin(), parts.end(), IsIdentifier);
}

bool IsScalar(std::string_view type) {
  constexpr std::array<std::string_view, 15> kScalars = {
      "double", "float",  "int32",   "int64",   "uint32",   "uint64",   "sint32", "sint64",
      "bool",   "string", "fixed32", "fixed64", "sfixed32", "sfixed64", "bytes"};
  return std::find(kScalars.begin(), kScalars.end(), type) != kScalars.end();
}

// What is wrong with one declaration; empty when nothing is.
std::string WrongWith(const ExtensionDeclaration& declaration, const ExtensionRange& range) {
  if (!declaration.number.has_value()) return "has no `number`";
  if (*declaration.number < range.first || *declaration.number > range.last) {
    return fmt::format("has number {}, which is not in the range {} to {}", *declaration.number,
                       range.first, range.last);
  }
  const bool is_bare = declaration.full_name.empty() && declaration.type.empty();
  if (is_bare && declaration.reserved) return "";
  if (declaration.full_name.empty()) return "has no `full_name`";
  if (declaration.type.empty()) return "has no `type`";
  if (!IsFullName(declaration.full_name)) {
    return fmt::format("has the `full_name` `{}`; expected a full name with a dot in front",
                       declaration.full_name);
  }
  if (!IsScalar(declaration.type) && !IsFullName(declaration.type)) {
    return fmt::format(
        "has the `type` `{}`; expected a scalar type or a full name with a dot in front",
        declaration.type);
  }
  return "";
}

void CheckRange(const Message& message, const ExtensionRange& range, Problems& problems) {
  const std::vector<ExtensionDeclaration> declarations = DeclarationsOf(range);
  const auto verification = SmallOptions(range.options.bytes).Get(kVerificationOption);
  const auto add = [&](std::string_view option, std::string_view what) {
    problems.Add(*message.file, OptionAt(range.options, option, range.pos),
                 fmt::format("an extension range of `{}` {}", message.full_name, what));
  };
  if (verification == static_cast<uint64_t>(Verification::kDeclaration) && declarations.empty())
    add("verification", "asks for declarations and has none");
  if (verification == static_cast<uint64_t>(Verification::kUnverified) && !declarations.empty())
    add("verification", "is UNVERIFIED and has declarations");
  for (const ExtensionDeclaration& declaration : declarations) {
    const std::string wrong = WrongWith(declaration, range);
    if (!wrong.empty()) add("declaration", "has a declaration that " + wrong);
  }
}

// As declarations write it: "int32", ".acme.Tier".
std::string TypeOf(const Field& field) {
  if (field.message != nullptr) return fmt::format(".{}", field.message->full_name);
  if (field.enum_type != nullptr) return fmt::format(".{}", field.enum_type->full_name);
  return std::string(KeywordOf(field.type));
}

std::string Spell(bool repeated, std::string_view type) {
  return fmt::format("{}{}", repeated ? "repeated " : "", type);
}

}  // namespace

std::vector<ExtensionDeclaration> DeclarationsOf(const ExtensionRange& range) {
  std::vector<ExtensionDeclaration> declarations;
  WireReader reader(range.options.bytes);
  for (WireField field; reader.Next(field);) {
    if (field.number == kDeclarationOption && field.type == WireType::kBytes)
      declarations.push_back(ReadDeclaration(field.payload));
  }
  return declarations;
}

void CheckDeclarations(const Message& message, Problems& problems) {
  for (const ExtensionRange& range : message.extension_ranges) {
    if (!range.options.bytes.empty()) CheckRange(message, range, problems);
  }
}

void DeclaredExtensions::Check(const Field& extension, const ExtensionRange& range,
                               Problems& problems) {
  if (range.options.bytes.empty()) return;
  const auto [declared, is_new] = ranges_.try_emplace(&range);
  if (is_new) {
    for (const ExtensionDeclaration& each : DeclarationsOf(range)) {
      if (each.number.has_value()) declared->second.emplace(*each.number, each);
    }
  }
  const auto at = declared->second.find(extension.number);
  if (at == declared->second.end()) return;
  const ExtensionDeclaration& declaration = at->second;
  const auto add = [&](Offset where, const std::string& what) {
    problems.AddPair(*extension.file, where, fmt::format("{} {} at", Describe(extension), what),
                     *extension.extendee->file, range.pos);
  };
  if (declaration.reserved) {
    add(extension.number_pos,
        fmt::format("has number {}, which is declared as reserved", extension.number));
    return;
  }
  const std::string name = fmt::format(".{}", FullName(extension));
  if (!declaration.full_name.empty() && declaration.full_name != name) {
    add(extension.name_pos, fmt::format("has number {}, which is declared for `{}`",
                                        extension.number, declaration.full_name));
  }
  const std::string type = Spell(extension.is_repeated(), TypeOf(extension));
  const std::string wanted = Spell(declaration.repeated, declaration.type);
  if (!declaration.type.empty() && type != wanted)
    add(extension.type_pos, fmt::format("is `{}`, but is declared as `{}`", type, wanted));
}

}  // namespace leyline
