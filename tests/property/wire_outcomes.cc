#include "tests/property/wire_outcomes.h"

#include <utility>

#include <fmt/format.h>

#include "base/check.h"

namespace leyline {

void Outcomes::Count(const Value& written, const std::optional<Value>& read) {
  if (read && SameValue(written, *read)) {
    survived += IsTrivial(written) ? 0 : 1;
    unset += written.size() > read->size() ? 1 : 0;
    return;
  }
  (read ? changed : refused) += 1;
  if (example.empty()) {
    example = fmt::format("{} -> {}", Show(written), read ? Show(*read) : "refused");
  }
}

std::vector<Value> ValuesOf(const Specimen& writer, const std::vector<Atom>& atoms) {
  std::vector<Value> values;
  if (writer.may_be_unset()) values.push_back({});
  for (const Atom& atom : atoms) values.push_back({atom});
  if (!writer.repeated()) return values;
  // Lists as long as other types are wide.
  for (const Atom& atom : atoms) {
    values.push_back(Value(4, atom));
    values.push_back(Value(8, atom));
  }
  for (std::size_t i = 0; i + 1 < atoms.size(); ++i) values.push_back({atoms[i], atoms[i + 1]});
  return values;
}

std::vector<Sample> SamplesOf(const Specimen& writer, const std::vector<Atom>& atoms) {
  std::vector<Sample> samples;
  for (const Value& value : ValuesOf(writer, atoms)) {
    std::string bytes = writer.Write(value);
    samples.push_back({.value = writer.Read(bytes).value_or(value), .text = bytes});
  }
  return samples;
}

std::vector<Sample> JsonSamplesOf(const Specimen& writer, const std::vector<Atom>& atoms) {
  std::vector<Sample> samples;
  for (const Value& value : ValuesOf(writer, atoms)) {
    std::optional<std::string> json = writer.WriteJson(value);
    if (!json) continue;
    std::optional<Value> own = writer.ReadJson(*json);
    CHECK(own.has_value(), "a writer reads its own JSON");
    samples.push_back({.value = *std::move(own), .text = *std::move(json)});
  }
  return samples;
}

Outcomes Execute(const Specimen& reader, const std::vector<Sample>& samples) {
  Outcomes outcomes;
  for (const Sample& sample : samples) outcomes.Count(sample.value, reader.Read(sample.text));
  return outcomes;
}

Outcomes ExecuteJson(const Specimen& reader, const std::vector<Sample>& samples) {
  Outcomes outcomes;
  for (const Sample& sample : samples) outcomes.Count(sample.value, reader.ReadJson(sample.text));
  return outcomes;
}

}  // namespace leyline
