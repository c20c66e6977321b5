#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "analyzer/schema/check/rules.h"
#include "analyzer/schema/link/declarations.h"
#include "analyzer/schema/link/walk.h"

namespace leyline {
namespace {

constexpr std::string_view kOptionMessages[] = {
    "EnumOptions",    "EnumValueOptions", "ExtensionRangeOptions", "FeatureSet",   "FieldOptions",
    "FileOptions",    "MessageOptions",   "MethodOptions",         "OneofOptions", "ServiceOptions",
    "SourceCodeInfo", "StreamOptions",    "GeneratedCodeInfo"};

bool IsOptionMessage(const Message& message) {
  constexpr std::string_view kPackage = "google.protobuf.";
  if (!message.full_name.starts_with(kPackage)) return false;
  const std::string_view name = message.full_name.substr(kPackage.size());
  return std::ranges::find(kOptionMessages, name) != std::end(kOptionMessages);
}

bool IsRequired(const Field& field) {
  return field.label == Label::kRequired || field.features.presence == Presence::kLegacyRequired;
}

bool IsMessageSetMisfit(const Field& field) {
  return field.extendee->message_set &&
         (field.is_repeated() || IsRequired(field) || field.type != FieldType::kMessage);
}

// Code for the full runtime can't reach into what the lite runtime made.
bool IsLite(const File& file) {
  constexpr uint64_t kLiteRuntime = 3;
  return SmallOptions(file.options.bytes).Get(option_number::kOptimizeFor) == kLiteRuntime;
}

constexpr FieldRule kRules[] = {
    {[](const Field& f, const SmallOptions&) { return f.label == Label::kRequired; },
     "is required, which extensions can't be", "make it `optional`", "", &Field::pos},
    {[](const Field& f, const SmallOptions&) { return f.has_json_name; },
     "sets `json_name`, which extensions can't", "remove `json_name`", "json_name",
     &Field::name_pos},
    {[](const Field& f, const SmallOptions&) { return f.is_map(); },
     "is a map, which extensions can't be", "wrap the map in a message", "", &Field::type_pos},
    {[](const Field& f, const SmallOptions&) { return IsMessageSetMisfit(f); },
     "extends a message set and is not a singular, optional message", "", "", &Field::type_pos},
    {[](const Field& f, const SmallOptions&) {
       return f.file->edition == Edition::kProto3 && !IsOptionMessage(*f.extendee);
     },
     "extends another message than the built-in options, which proto3 can't", "", "",
     &Field::name_pos},
    {[](const Field& f, const SmallOptions&) {
       return IsLite(*f.file) && !IsLite(*f.extendee->file);
     },
     "stands in a LITE_RUNTIME file and extends a message that is in none", "", "",
     &Field::name_pos},
};

// The extension ranges of the messages that are extended, in the order of their numbers.
class RangesByMessage {
 public:
  // Null when none holds the number.
  const ExtensionRange* Find(const Message& message, int32_t number) {
    const Ranges& ranges = Of(message);
    const auto next = std::upper_bound(
        ranges.begin(), ranges.end(), number,
        [](int32_t wanted, const ExtensionRange* range) { return wanted < range->first; });
    return next != ranges.begin() && number <= (*(next - 1))->last ? *(next - 1) : nullptr;
  }

 private:
  using Ranges = std::vector<const ExtensionRange*>;

  const Ranges& Of(const Message& message) {
    const auto [at, is_new] = ranges_.try_emplace(&message);
    if (!is_new) return at->second;
    for (const ExtensionRange& range : message.extension_ranges) at->second.push_back(&range);
    std::ranges::stable_sort(at->second, {}, &ExtensionRange::first);
    return at->second;
  }

  std::unordered_map<const Message*, Ranges> ranges_;
};

bool IsEdition(const File& file) { return file.edition >= Edition::k2023; }

std::string NumberTaken(const Field& extension, const Field& other) {
  return fmt::format("{} has number {} of `{}`, which `{}` has at", Describe(extension),
                     extension.number, extension.extendee->full_name, FullName(other));
}

// The extensions of one file.
class ExtensionNumbers {
 public:
  explicit ExtensionNumbers(Problems& problems) : problems_(problems) {}

  void Check(const Field& extension) {
    if (extension.extendee == nullptr || extension.number < 1) return;
    const Message& extendee = *extension.extendee;
    const ExtensionRange* range = ranges_.Find(extendee, extension.number);
    if (range != nullptr) {
      declared_.Check(extension, *range, problems_);
    } else {
      problems_.AddPair(*extension.file, extension.number_pos,
                        fmt::format("{} has number {}, which is in no extension range of `{}` at",
                                    Describe(extension), extension.number, extendee.full_name),
                        *extendee.file, extendee.name_pos);
    }
    const auto [first, is_new] = seen_[&extendee].try_emplace(extension.number, &extension);
    if (is_new) return;
    const Field& other = *first->second;
    problems_.AddPair(*extension.file, extension.number_pos, NumberTaken(extension, other),
                      *other.file, other.number_pos, "give it a number of its own");
  }

 private:
  Problems& problems_;
  RangesByMessage ranges_;
  DeclaredExtensions declared_;
  std::unordered_map<const Message*, std::unordered_map<int32_t, const Field*>> seen_;
};

}  // namespace

void CheckExtension(const Field& extension, Problems& problems) {
  static const SmallOptions kNoOptions{{}};
  if (extension.extendee != nullptr) ApplyRules(kRules, extension, kNoOptions, problems);
}

void CheckExtensionNumbers(const File& file, Problems& problems) {
  ExtensionNumbers numbers(problems);
  ForEachExtension(file, [&](const Field& extension) { numbers.Check(extension); });
}

// protoc warns and goes on when two files give a message the same extension number; buf, by whom
// editions are judged, refuses it.
void CheckExtensionsAcrossFiles(std::span<const std::shared_ptr<File>> files, Problems& problems) {
  std::map<std::pair<const Message*, int32_t>, const Field*> seen;
  for (const auto& file : files) {
    ForEachExtension(*file, [&](const Field& extension) {
      if (extension.extendee == nullptr) return;
      const auto [first, is_new] =
          seen.try_emplace({extension.extendee, extension.number}, &extension);
      const Field& other = *first->second;
      if (is_new || other.file == extension.file) return;
      if (!IsEdition(*extension.file) && !IsEdition(*other.file)) return;
      problems.AddPair(*extension.file, extension.number_pos, NumberTaken(extension, other),
                       *other.file, other.number_pos, "give it a number of its own");
    });
  }
}

}  // namespace leyline
