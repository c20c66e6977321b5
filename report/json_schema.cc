#include "report/json_schema.h"

#include <cstdint>

#include <fmt/format.h>

#include "report/json_writer.h"

namespace leyline {
namespace {

void WriteShape(JsonWriter& json, const YamlShape& shape);

// What the writer can't write is left to the reader.
void WriteLimit(JsonWriter& json, std::string_view key, int64_t limit) {
  if (limit > INT32_MAX) return;
  json.Key(key);
  json.Int(static_cast<int32_t>(limit));
}

void WriteScalar(JsonWriter& json, const YamlShape::Scalar& scalar) {
  json.Field("type", scalar.type);
  if (!scalar.format.empty()) json.Field("format", scalar.format);
  if (!scalar.pattern.empty()) json.Field("pattern", scalar.pattern);
  if (!scalar.words.empty()) {
    json.Key("enum");
    json.BeginArray();
    for (const std::string& word : scalar.words) json.String(word);
    json.EndArray();
  }
  if (!scalar.range.has_value()) return;
  WriteLimit(json, "minimum", scalar.range->lowest);
  WriteLimit(json, "maximum", scalar.range->highest);
}

void WriteObject(JsonWriter& json, const YamlShape& shape) {
  json.Field("type", "object");
  json.Key("properties");
  json.BeginObject();
  for (const auto& [key, of_key] : shape.keys()) {
    if (key == YamlShape::kAnyKey) continue;
    json.Key(key);
    json.BeginObject();
    WriteShape(json, of_key);
    json.EndObject();
  }
  json.EndObject();
  json.Key("required");
  json.BeginArray();
  for (const auto& [key, of_key] : shape.keys()) {
    if (key != YamlShape::kAnyKey && shape.Requires(key)) json.String(key);
  }
  json.EndArray();
  const auto any = shape.keys().find(std::string(YamlShape::kAnyKey));
  const bool named = any != shape.keys().end() && !any->second.is_empty();
  json.Key("additionalProperties");
  if (!named) return json.Bool(shape.is_open());
  json.BeginObject();
  WriteShape(json, any->second);
  json.EndObject();
}

void WriteList(JsonWriter& json, const YamlShape& items) {
  json.Field("type", "array");
  json.Key("items");
  json.BeginObject();
  WriteShape(json, items);
  json.EndObject();
}

void WriteShape(JsonWriter& json, const YamlShape& shape) {
  const int forms = (shape.scalar().has_value() ? 1 : 0) + (shape.items() != nullptr ? 1 : 0) +
                    (shape.is_map() ? 1 : 0);
  if (forms > 1) {
    json.Key("anyOf");
    json.BeginArray();
  }
  const auto write = [&](const auto& body) {
    if (forms > 1) json.BeginObject();
    body();
    if (forms > 1) json.EndObject();
  };
  if (shape.scalar().has_value()) write([&] { WriteScalar(json, *shape.scalar()); });
  if (shape.items() != nullptr) write([&] { WriteList(json, *shape.items()); });
  if (shape.is_map()) write([&] { WriteObject(json, shape); });
  if (forms > 1) json.EndArray();
}

}  // namespace

std::string JsonSchema(std::string_view kind, const YamlShape& shape) {
  std::string out;
  JsonWriter json(out);
  json.BeginObject();
  json.Field("$schema", "https://json-schema.org/draft/2020-12/schema");
  json.Field("title", fmt::format("leyline {}", kind));
  WriteShape(json, shape);
  json.EndObject();
  out.push_back('\n');
  return out;
}

}  // namespace leyline
