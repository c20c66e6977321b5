#include "report/json_parts.h"

#include "base/parallel.h"

namespace leyline {
namespace {

void WriteFacts(JsonWriter& json, std::string_view key, const Facts& facts) {
  if (facts.empty()) return;
  json.Key(key);
  json.BeginObject();
  for (const auto& [name, value] : facts) {
    json.Key(name);
    json.String(value);
  }
  json.EndObject();
}

void WriteWitness(JsonWriter& json, const Witness& witness) {
  json.Key("witness");
  json.BeginObject();
  if (witness.reason.empty()) json.Field("writer", witness.from_after ? "AFTER" : "BEFORE");
  json.Field("hex", witness.hex);
  json.Field("text", witness.text);
  json.Field("json", witness.json);
  json.Field("passed_on", witness.passed_on);
  json.Field("written", witness.written);
  json.Field("read", witness.read);
  json.Field("reason", witness.reason);
  json.EndObject();
}

void WriteVerdict(JsonWriter& json, const Verdict& verdict) {
  json.BeginObject();
  json.Field("surface", NameOf(verdict.surface));
  json.Field("direction", NameOf(verdict.direction));
  json.Field("level", NameOf(verdict.level));
  if (verdict.effect != Effect::kNone) json.Field("effect", NameOf(verdict.effect));
  json.Field("condition", verdict.condition);
  json.Field("silent", verdict.silent);
  if (verdict.witness.has_value()) WriteWitness(json, *verdict.witness);
  json.EndObject();
}

void WriteChange(JsonWriter& json, const Change& change) {
  json.BeginObject();
  json.Field("change_type", change.change_type);
  json.Field("contract", change.contract);
  json.Field("element", change.element);
  json.Field("message", change.message);
  json.Field("digest", change.digest);
  json.Field("compatibility", NameOf(CompatibilityOf(change)));
  WriteLocation(json, "before", change.before);
  WriteLocation(json, "after", change.after);
  WriteFacts(json, "before_facts", change.before_facts);
  WriteFacts(json, "after_facts", change.after_facts);
  if (!change.verdicts.empty()) {
    json.Key("verdicts");
    json.BeginArray();
    for (const Verdict& verdict : change.verdicts) WriteVerdict(json, verdict);
    json.EndArray();
  }
  json.Field("before_source", change.before_source);
  json.Field("after_source", change.after_source);
  json.Field("release", change.release);
  json.EndObject();
}

// How many changes one thread writes at a time.
constexpr std::size_t kChunk = 256;

}  // namespace

void WriteLocation(JsonWriter& json, std::string_view key, const std::optional<SourceSpan>& where) {
  if (!where.has_value()) return;
  json.Key(key);
  json.BeginObject();
  json.Field("file", where->file);
  json.Field("line", where->line);
  json.Field("column", where->column);
  json.EndObject();
}

void WriteStrings(JsonWriter& json, std::string_view key, const std::vector<std::string>& values) {
  if (values.empty()) return;
  json.Key(key);
  json.BeginArray();
  for (const std::string& value : values) json.String(value);
  json.EndArray();
}

void WriteChanges(JsonWriter& json, std::span<const Change> changes) {
  if (changes.empty()) return;
  json.Key("changes");
  json.BeginArray();
  std::vector<std::string> chunks((changes.size() + kChunk - 1) / kChunk);
  ParallelForRanges(changes.size(), kChunk, 0, [&](std::size_t first, std::size_t last) {
    constexpr std::size_t kUsual = 2048;
    chunks[first / kChunk].reserve((last - first) * kUsual);
    JsonWriter chunk(chunks[first / kChunk]);
    for (const Change& change : changes.subspan(first, last - first)) WriteChange(chunk, change);
  });
  // With room for what comes after: else all would be copied once more.
  std::size_t size = 4096;
  for (const std::string& chunk : chunks) size += chunk.size() + 1;
  json.Reserve(size);
  for (std::string& chunk : chunks) {
    json.Written(chunk);
    chunk = {};
  }
  json.EndArray();
}

}  // namespace leyline
