// Typed reading of YAML maps.
#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

#include "base/strings.h"
#include "config/characters.h"
#include "config/yaml.h"
#include "config/yaml_shape.h"

namespace leyline {
namespace {

constexpr int64_t kSchemaVersion = 1;

bool IsEmpty(const YamlNode& node) {
  switch (node.kind) {
    case YamlKind::kNull:
      return true;
    case YamlKind::kScalar:
      return node.text.empty();
    case YamlKind::kSequence:
      return node.items.empty();
    case YamlKind::kMap:
      return node.entries.empty();
    case YamlKind::kRefused:
      return false;
  }
  return false;
}

}  // namespace

YamlMap::YamlMap(const std::string& file, const YamlNode& node, std::string_view what, Errors& sink)
    : values_(file, sink), node_(&node), what_(what) {
  place_.line = node.line;
  place_.column = node.column;
  shape_ = node.shape;
  if (shape_ != nullptr) {
    shape_->ReadAsMap();
    return;
  }
  if (node.kind == YamlKind::kMap) return;
  node_ = nullptr;
  if (node.kind == YamlKind::kNull) {
    values_.Complain(values_.PlaceOf(node), "LG1011", fmt::format("the {} is empty", what),
                     "write its keys; leyline schema shows them");
    return;
  }
  values_.ExpectedAnother(node, what, "a map");
}

bool YamlMap::Has(std::string_view key) const {
  if (shape_ == nullptr) return Value(key) != nullptr;
  shape_->AsksFor(key);
  return true;
}

const YamlNode* YamlMap::Value(std::string_view key) const {
  if (node_ == nullptr || shape_ != nullptr) return nullptr;
  const auto found = std::find_if(node_->entries.begin(), node_->entries.end(),
                                  [&](const YamlEntry& entry) { return entry.key.text == key; });
  return found == node_->entries.end() ? nullptr : &found->value;
}

const YamlNode* YamlMap::Take(std::string_view key) {
  if (shape_ != nullptr) return &shape_->Key(key).ScalarNode();
  asked_.emplace_back(key);
  return Value(key);
}

std::optional<std::string> YamlMap::String(std::string_view key) {
  const YamlNode* value = Take(key);
  return value == nullptr ? std::nullopt : values_.String(*value, key);
}

std::optional<std::string> YamlMap::Text(std::string_view key, YamlRange characters,
                                         std::string_view code) {
  std::optional<std::string> text = String(key);
  if (!text.has_value()) return std::nullopt;
  const auto count = static_cast<int64_t>(CountCharacters(*text));
  if (count >= characters.lowest && count <= characters.highest) return text;
  Complain(key, code,
           fmt::format("`{}` has {} characters; {} to {} required", key, count, characters.lowest,
                       characters.highest));
  return std::nullopt;
}

std::optional<std::string> YamlMap::Identifier(std::string_view key, IdKind kind) {
  const YamlNode* value = Take(key);
  return value == nullptr ? std::nullopt : values_.Identifier(*value, key, kind);
}

std::optional<int64_t> YamlMap::Integer(std::string_view key, int64_t lowest, int64_t highest,
                                        std::string_view code) {
  const YamlNode* value = Take(key);
  if (value == nullptr) return std::nullopt;
  return values_.Integer(*value, key, {lowest, highest}, code);
}

std::optional<bool> YamlMap::Bool(std::string_view key) {
  const YamlNode* value = Take(key);
  return value == nullptr ? std::nullopt : values_.Bool(*value, key);
}

std::optional<Time> YamlMap::Instant(std::string_view key) {
  const YamlNode* value = Take(key);
  return value == nullptr ? std::nullopt : values_.Instant(*value, key);
}

template <class ReadItem>
std::optional<std::vector<std::string>> YamlMap::List(std::string_view key,
                                                      std::string_view repeat_code,
                                                      ReadItem read_item) {
  const YamlNode* list = Sequence(key);
  if (list == nullptr) return std::nullopt;
  std::vector<std::string> texts;
  std::unordered_set<std::string> seen;
  for (const YamlNode& item : list->items) {
    std::optional<std::string> text = read_item(item);
    if (!text.has_value()) continue;
    if (seen.insert(*text).second) {
      texts.push_back(std::move(*text));
      continue;
    }
    values_.Complain(values_.PlaceOf(item), repeat_code,
                     fmt::format("`{}` lists `{}` twice", key, *text), "remove one of them");
  }
  return texts;
}

std::optional<std::vector<std::string>> YamlMap::Strings(std::string_view key,
                                                         std::string_view repeat_code) {
  return List(key, repeat_code, [&](const YamlNode& item) { return values_.String(item, key); });
}

std::optional<std::vector<std::string>> YamlMap::Identifiers(std::string_view key, IdKind kind,
                                                             std::string_view repeat_code) {
  return List(key, repeat_code,
              [&](const YamlNode& item) { return values_.Identifier(item, key, kind); });
}

std::optional<std::string> YamlMap::OneOf(std::string_view key,
                                          std::span<const std::string_view> words,
                                          std::string_view code) {
  const YamlNode* value = Take(key);
  return value == nullptr ? std::nullopt : values_.OneOf(*value, key, words, code);
}

std::optional<std::vector<std::string>> YamlMap::SomeOf(std::string_view key,
                                                        std::span<const std::string_view> words,
                                                        std::string_view code) {
  return List(key, "LG1019",
              [&](const YamlNode& item) { return values_.OneOf(item, key, words, code); });
}

const YamlNode* YamlMap::Map(std::string_view key) {
  if (shape_ != nullptr) return &shape_->Key(key).MapNode();
  const YamlNode* value = Take(key);
  if (value == nullptr || value->kind == YamlKind::kMap) return value;
  values_.ExpectedAnother(*value, key, "a map");
  return nullptr;
}

const YamlNode* YamlMap::Sequence(std::string_view key) {
  if (shape_ != nullptr) return &shape_->Key(key).ListNode();
  const YamlNode* value = Take(key);
  if (value == nullptr || value->kind == YamlKind::kSequence) return value;
  values_.ExpectedAnother(*value, key, "a list");
  return nullptr;
}

void YamlMap::SchemaVersion(std::string_view key) {
  const int64_t newest = shape_ == nullptr ? INT32_MAX : kSchemaVersion;
  const std::optional<int64_t> version = Integer(key, 1, newest, "LG1020");
  if (!version.has_value() || *version == kSchemaVersion) return;
  Complain(key, "LG1020",
           fmt::format("`{}` {} is newer than this tool ({})", key, *version, kSchemaVersion),
           "update leyline");
}

void YamlMap::NotYet(std::span<const YamlLater> keys) {
  for (const YamlLater& later : keys) {  // what is refused has no shape
    later_.emplace_back(later.key);
    if (Value(later.key) == nullptr) continue;
    Complain(later.key, "LG1010",
             fmt::format("`{}` is not supported yet: {}", later.key, later.why), "remove the key");
  }
}

bool YamlMap::Require(std::string_view key) {
  if (shape_ != nullptr) {
    shape_->Require(key);
    return true;
  }
  const YamlNode* value = Value(key);
  if (value != nullptr && !IsEmpty(*value)) return true;
  if (node_ == nullptr) return false;  // reported already
  if (value == nullptr) {
    Complain(key, "LG1011", fmt::format("the {} has no `{}`", what_, key),
             fmt::format("add `{}:`", key));
  } else if (value->kind == YamlKind::kNull) {
    values_.ExpectedAnother(*value, key, "");
  } else {
    Complain(key, "LG1011", fmt::format("`{}` is empty", key), "write a value");
  }
  return false;
}

void YamlMap::Complain(std::string_view key, std::string_view code, std::string message,
                       std::string fix) {
  values_.Complain(PlaceOf(key), code, std::move(message), std::move(fix));
}

SourceSpan YamlMap::PlaceOf(std::string_view key) const {
  const YamlNode* value = Value(key);
  return values_.PlaceOf(value == nullptr ? place_ : *value);
}

FieldPlaces YamlMap::Places() const {
  FieldPlaces places;
  places.SetWhole(values_.PlaceOf(place_));
  if (node_ == nullptr) return places;
  for (const auto& [key, value] : node_->entries) places.Set(key.text, values_.PlaceOf(value));
  return places;
}

void YamlMap::Finish() {
  if (node_ == nullptr || shape_ != nullptr) return;
  const std::vector<std::string_view> known(asked_.begin(), asked_.end());
  for (const auto& [key, value] : node_->entries) {
    if (std::find(known.begin(), known.end(), key.text) != known.end()) continue;
    if (std::find(later_.begin(), later_.end(), key.text) != later_.end()) continue;
    const std::string_view meant = Nearest(key.text, known);
    values_.Complain(values_.PlaceOf(key), "LG1010",
                     fmt::format("unknown key `{}` in the {}", key.text, what_),
                     meant.empty() ? fmt::format("known are: {}", fmt::join(known, ", "))
                                   : fmt::format("did you mean `{}`?", meant));
  }
}

}  // namespace leyline
