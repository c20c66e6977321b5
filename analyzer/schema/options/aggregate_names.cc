// The names of fields, extensions and types in an aggregate.
#include <algorithm>
#include <array>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "analyzer/schema/options/aggregate.h"
#include "base/strings.h"

namespace leyline {
namespace {

// As in protoc: no other host has a type that it would know.
constexpr std::array<std::string_view, 2> kTypeHosts = {"type.googleapis.com/",
                                                        "type.googleprod.com/"};

std::string_view ScopeOf(std::string_view full_name) {
  const std::size_t dot = full_name.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : full_name.substr(0, dot);
}

std::string_view NearestField(const Message& type, std::string_view name) {
  std::vector<std::string_view> names;
  names.reserve(type.fields.size());
  for (const Field& field : type.fields) names.push_back(field.name);
  return Nearest(name, names);
}

// MessageSet items may be called by their message: the extension that this message declares for the
// set with itself as its type.
const Field* ItemOf(const Message& item, const Message& set) {
  for (const Field& extension : item.extensions) {
    if (extension.message == &item && extension.type == FieldType::kMessage &&
        !extension.is_repeated() && extension.extendee != nullptr &&
        extension.extendee->full_name == set.full_name) {
      return &extension;
    }
  }
  return nullptr;
}

}  // namespace

bool AggregateReader::IsReserved(const Message& type, std::string_view name) const {
  return std::any_of(type.reserved_names.begin(), type.reserved_names.end(),
                     [&](const ReservedName& reserved) { return reserved.name == name; });
}

// `field` stays null for a name that is reserved.
bool AggregateReader::ReadFieldName(const Message& type, const Field*& field) {
  if (lexer_->current().kind != syntax::TokenKind::kIdentifier) {
    return FailHere(fmt::format("a field of `{}`", type.full_name));
  }
  const std::string_view name = Word();
  field = types_.FieldByName(type, name);
  if (field == nullptr && !IsReserved(type, name)) {
    const std::string_view near = NearestField(type, name);
    return Fail(Here(), fmt::format("`{}` has no field `{}`", type.full_name, name),
                near.empty() ? "" : fmt::format("did you mean `{}`?", near));
  }
  lexer_->Next();
  return true;
}

// `[pkg.ext]` or `[type.googleapis.com/pkg.Message]`, without the brackets.
bool AggregateReader::ReadBracketedName(std::string& name) {
  lexer_->Next();
  bool word_next = true;
  while (!At(']')) {
    const bool is_word = lexer_->current().kind == syntax::TokenKind::kIdentifier;
    const bool is_joint = At('.') || At('/') || At('-');
    if (word_next ? !is_word : !is_joint) break;
    name.append(Word());
    word_next = !word_next;
    lexer_->Next();
  }
  if (word_next || !At(']')) return FailHere("the name of an extension or of a type, and `]`");
  lexer_->Next();
  return true;
}

const Field* AggregateReader::FindExtension(const Message& type, std::string_view name, Offset at) {
  const Symbol symbol = resolve_(file_, ScopeOf(type.full_name), name);
  if (const auto* message = std::get_if<Message*>(&symbol)) {
    const Field* item = IsMessageSet(type) ? ItemOf(**message, type) : nullptr;
    if (item != nullptr) return item;
  }
  const auto* field = std::get_if<Field*>(&symbol);
  if (field == nullptr || !(*field)->is_extension) {
    Fail(at, fmt::format("there is no extension `{}` here", name),
         "import the file that declares it");
    return nullptr;
  }
  if ((*field)->extendee == nullptr || (*field)->extendee->full_name != type.full_name) {
    Fail(at, fmt::format("extension `{}` doesn't extend `{}`", name, type.full_name));
    return nullptr;
  }
  return *field;
}

const Message* AggregateReader::FindAnyType(std::string_view url, Offset at) {
  for (const std::string_view host : kTypeHosts) {
    if (!url.starts_with(host)) continue;
    const std::string_view name = url.substr(host.size());
    const Symbol symbol = resolve_(file_, {}, name);
    if (const auto* message = std::get_if<Message*>(&symbol)) return *message;
    Fail(at, fmt::format("there is no message `{}` here", name),
         "import the file that declares it");
    return nullptr;
  }
  Fail(at, fmt::format("the type URL `{}` doesn't begin with `type.googleapis.com/`", url));
  return nullptr;
}

}  // namespace leyline
