#include "analyzer/schema/exports.h"

#include <algorithm>
#include <span>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "analyzer/model/by_name.h"

namespace leyline {
namespace {

bool NamesFeatures(const Options& options) {
  return std::any_of(options.written.begin(), options.written.end(), [](const OptionDecl& option) {
    return !option.name.empty() && option.name.front().name == "features";
  });
}

bool AnyNamesFeatures(std::span<Enum> enums) {
  return std::any_of(enums.begin(), enums.end(),
                     [](const Enum& enumeration) { return NamesFeatures(enumeration.options); });
}

// Of features, those for enums reach into other files: a field asks its enum whether it is closed.
bool HasFeatures(const Message& message) {
  return NamesFeatures(message.options) || AnyNamesFeatures(message.enums) ||
         std::any_of(message.messages.begin(), message.messages.end(), HasFeatures);
}

// In a descriptor they are bytes of options, so any file of an edition may have some.
bool HasFeatures(const File& file) {
  if (file.from_descriptor) return file.edition >= Edition::k2023;
  return NamesFeatures(file.options) || AnyNamesFeatures(file.enums) ||
         std::any_of(file.messages.begin(), file.messages.end(),
                     [](const Message& message) { return HasFeatures(message); });
}

// A field or extension, with its file for its source.
struct Declared {
  const File* file = nullptr;
  const Field* field = nullptr;
};

std::string_view SourceOf(const Declared& declared) {
  const Field& field = *declared.field;
  return std::string_view(declared.file->text).substr(field.pos, field.end - field.pos);
}

bool SaysTheSame(const Declared& a, const Declared& b) {
  if (!a.file->from_descriptor && !b.file->from_descriptor) return SourceOf(a) == SourceOf(b);
  const auto says = [](const Field& field) {
    return std::tie(field.name, field.number, field.label, field.type, field.type_name,
                    field.map_key, field.proto3_optional, field.extendee_name, field.has_json_name,
                    field.json_name, field.has_default, field.default_value, field.options.bytes);
  };
  return says(*a.field) == says(*b.field);
}

// All integers are written alike in the value of an option.
FieldType Written(FieldType type) {
  switch (type) {
    case FieldType::kInt64:
    case FieldType::kUint64:
    case FieldType::kUint32:
    case FieldType::kSint32:
    case FieldType::kSint64:
    case FieldType::kFixed32:
    case FieldType::kFixed64:
    case FieldType::kSfixed32:
    case FieldType::kSfixed64:
      return FieldType::kInt32;
    default:
      return type;
  }
}

// Whether a value of the message, as it is written, says the same for both of its versions. A field
// that went can't be named by what compiles with the new one.
bool ReadsAlike(const Message& before, const Message& after) {
  const auto form = [](const Field& field) {
    return std::tuple(Written(field.type), field.type_name, field.map_key, field.is_repeated());
  };
  std::unordered_map<std::string_view, const Field*> by_name;
  for (const Field& field : after.fields) by_name.emplace(field.name, &field);
  return std::all_of(before.fields.begin(), before.fields.end(), [&](const Field& field) {
    const auto found = by_name.find(field.name);
    return found == by_name.end() || form(field) == form(*found->second);
  });
}

bool IsSameValue(const EnumValue& a, const EnumValue& b) {
  return a.number == b.number && a.name == b.name;
}

std::vector<std::string_view> PublicsOf(const File& file) {
  std::vector<std::string_view> publics;
  for (const Import& import : file.imports) {
    if (import.kind == ImportKind::kPublic) publics.push_back(import.path);
  }
  return publics;
}

// Walks two versions of a file side by side. Recursion is bounded by the parser's limit of nesting.
class Comparison {
 public:
  Comparison(const File& before, const File& after) : before_(before), after_(after) {}

  ExportsChange Run() {
    change_.any = PublicsOf(before_) != PublicsOf(after_);
    CompareTypes(before_, after_);
    Compare(
        before_.services, after_.services, [](const Service&, const Service&) {},
        [](const Service&) {});
    change_.rewrites = change_.any || rewrites_;
    if (has_extensions_) change_.any |= change_.rewrites || !keeps_extensions_;
    return std::move(change_);
  }

 private:
  // Each of `before` with its namesake; what has none went, or came.
  template <class Node, class Both, class Come>
  void Compare(const std::span<Node>& before, const std::span<Node>& after, const Both& both,
               const Come& come) {
    ByName<std::span<Node>> news(after);
    std::size_t found = 0;
    for (std::size_t i = 0; i < before.size(); ++i) {
      const Node* other = news.Find(before[i].name, i);
      change_.any |= other == nullptr;
      if (other == nullptr) continue;
      ++found;
      both(before[i], *other);
    }
    if (found == after.size()) return;
    ByName<std::span<Node>> olds(before);
    for (std::size_t i = 0; i < after.size(); ++i) {
      if (olds.Find(after[i].name, i) != nullptr) continue;
      change_.added.emplace_back(after[i].name);
      come(after[i]);
    }
  }

  // Of files or messages.
  template <class Scope>
  void CompareTypes(const Scope& before, const Scope& after) {
    Compare(
        before.messages, after.messages,
        [&](const Message& a, const Message& b) { CompareMessages(a, b); },
        [&](const Message& message) { AddAll(message); });
    Compare(
        before.enums, after.enums, [&](const Enum& a, const Enum& b) { CompareEnums(a, b); },
        [](const Enum&) {});
    CompareExtensions(before.extensions, after.extensions);
  }

  void CompareMessages(const Message& before, const Message& after) {
    change_.any |= KeepsOnlyItsName(before, after);
    rewrites_ |= !ReadsAlike(before, after);
    CompareTypes(before, after);
  }

  // Values that came behind the others make it grow.
  void CompareEnums(const Enum& before, const Enum& after) {
    const std::size_t size = before.values.size();
    const bool keeps = after.values.size() >= size &&
                       std::equal(before.values.begin(), before.values.end(),
                                  after.values.begin(), IsSameValue);
    change_.any |= !keeps;
    // Runtimes differ in what a proto2 field makes of a new value of an open enum.
    if ((keeps && after.values.size() == size) || after_.edition == Edition::kProto2) return;
    change_.grew = true;
    change_.added.emplace_back(after.name);
  }

  void CompareExtensions(const std::span<Field>& before, const std::span<Field>& after) {
    has_extensions_ |= !before.empty() || !after.empty();
    const bool any = std::exchange(change_.any, false);
    Compare(
        before, after,
        [&](const Field& a, const Field& b) {
          keeps_extensions_ &= SaysTheSame({&before_, &a}, {&after_, &b});
        },
        [](const Field&) {});
    keeps_extensions_ &= !change_.any;
    change_.any = any;
  }

  // What came with a message.
  void AddAll(const Message& message) {
    for (const Message& child : message.messages) {
      change_.added.emplace_back(child.name);
      AddAll(child);
    }
    for (const Enum& child : message.enums) change_.added.emplace_back(child.name);
    for (const Field& extension : message.extensions) change_.added.emplace_back(extension.name);
    has_extensions_ |= !message.extensions.empty();
  }

  const File& before_;
  const File& after_;
  ExportsChange change_;
  bool rewrites_ = false;
  bool has_extensions_ = false;
  bool keeps_extensions_ = true;
};

}  // namespace

bool KeepsOnlyItsName(const Message& before, const Message& after) {
  // Named types have no kind before they are linked.
  const auto kind = [](const Field& field) {
    return field.is_message() || field.type == FieldType::kEnum ? FieldType::kNone : field.type;
  };
  const auto is_same = [&](const Field& a, const Field& b) {
    return a.number == b.number && a.name == b.name && kind(a) == kind(b);
  };
  if (std::equal(before.fields.begin(), before.fields.end(), after.fields.begin(),
                 after.fields.end(), is_same)) {
    return false;
  }
  std::unordered_map<int32_t, const Field*> by_number;
  for (const Field& field : after.fields) by_number.emplace(field.number, &field);
  const auto stays = [&](const Field& field) {
    const auto at = by_number.find(field.number);
    return at != by_number.end() && is_same(field, *at->second);
  };
  const auto staying = std::count_if(before.fields.begin(), before.fields.end(), stays);
  return static_cast<std::size_t>(staying) * 2 <
         std::max(before.fields.size(), after.fields.size());
}

ExportsChange CompareExports(const File* before, const File* after) {
  const ExportsChange all{.any = true, .rewrites = true, .grew = true, .added = {}};
  if (before == nullptr || after == nullptr) return all;
  if (before->edition != after->edition || before->package != after->package) return all;
  if (HasFeatures(*before) || HasFeatures(*after)) return all;
  return Comparison(*before, *after).Run();
}

}  // namespace leyline
