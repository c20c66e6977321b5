#include <algorithm>
#include <deque>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "analyzer/diff/rings.h"
#include "analyzer/rules/compare/judge.h"
#include "analyzer/rules/compare/pairs.h"
#include "analyzer/rules/recognition.h"
#include "analyzer/rules/reuse_past.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

// How a JSON parser finds a field: by JSON name, else by proto name.
class JsonNames {
 public:
  explicit JsonNames(const Message& message) {
    for (const Field& field : message.fields) by_name_.emplace(field.json_name, &field);
    for (const Field& field : message.fields) by_name_.emplace(field.name, &field);
  }
  const Field* Find(std::string_view name) const {
    const auto at = by_name_.find(name);
    return at == by_name_.end() ? nullptr : at->second;
  }

 private:
  std::unordered_map<std::string_view, const Field*> by_name_;
};

Reading ReadName(const Field& writer, const Field& reader, const JsonNames& names) {
  const Field* found = names.Find(writer.json_name);
  if (found == &reader) return Lossless();
  return Broken(found == nullptr ? Effect::kNameUnknown : Effect::kMisread);
}

bool HasOtherJsonName(const Pair<Field>& field) {
  return field.before->name == field.after->name &&
         field.before->json_name != field.after->json_name;
}

// Sets the exchange of fields that exchanged their JSON names.
void MarkExchanges(std::vector<Pair<Field>>& fields, std::deque<Exchange>& exchanges) {
  std::vector<std::pair<std::string_view, std::string_view>> names;
  for (const Pair<Field>& field : fields) {
    names.emplace_back(field.before->json_name, field.after->json_name);
  }
  for (const std::vector<std::size_t>& ring : Rings(names)) {
    Exchange& exchange = exchanges.emplace_back();
    for (std::size_t i : ring) exchange.names.push_back(fields[i].before->name);
    std::sort(exchange.names.begin(), exchange.names.end());
    for (std::size_t i : ring) fields[i].exchange = &exchange;
  }
}

void CheckMessage(const Pair<Message>& message, ChangeSink& sink) {
  if (!message.both()) return;
  std::vector<Pair<Field>> changed = SharedFields(*message.before, *message.after);
  std::erase_if(changed, [](const Pair<Field>& field) { return !HasOtherJsonName(field); });
  if (changed.empty()) return;
  const JsonNames old_names(*message.before);
  const JsonNames new_names(*message.after);
  std::deque<Exchange> exchanges;
  MarkExchanges(changed, exchanges);
  for (const Pair<Field>& field : changed) {
    Readings json{.backward = ReadName(*field.before, *field.after, new_names),
                  .forward = ReadName(*field.after, *field.before, old_names),
                  .round_trip = {}};
    json.round_trip = Join(json.backward, json.forward);
    Change& change = sink.Add(
        field, fmt::format("the JSON name of field `{}` changed from `{}` to `{}`{}",
                           FullName(*field.before), field.before->json_name, field.after->json_name,
                           ExchangeOf(field.exchange, field.before->name)));
    Judge(change, Surface::kBinary, Readings());
    Judge(change, Surface::kJson, json);
    Judge(change, Surface::kText, Readings());
    Judge(change, Surface::kSource, Direction::kBackward, kSafe);
    JudgePast(change, field.before, *field.after, sink);
  }
}

}  // namespace

constinit const Rule change_field_json_name = {
    .id = "CHANGE_FIELD_JSON_NAME",
    .summary = "a field that kept its name has another JSON name",
    .why =
        "JSON is found by name, and strict parsers refuse a message with a name that they don't "
        "know. They know the JSON name and the proto name: a `json_name` added later breaks only "
        "old readers, and one taken away only new ones. Two fields that exchange their names "
        "exchange their values silently.",
    .instead =
        "Set `json_name` when the field is made. To set it later, deploy all readers before any "
        "writer. Don't take one away as long as data has it.",
    .buf = "FIELD_SAME_JSON_NAME",
    .check = CheckMessage,
};

}  // namespace leyline::rules
