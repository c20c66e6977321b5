#include "analyzer/impact/claim_fields.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/strings.h"
#include "config/yaml.h"

namespace leyline {
namespace {

const Field* FieldNamed(const Message& message, std::string_view name) {
  const auto found = std::find_if(message.fields.begin(), message.fields.end(),
                                  [&](const Field& field) { return field.name == name; });
  return found == message.fields.end() ? nullptr : &*found;
}

// How far a path leads on one side.
struct Walk {
  std::vector<const Field*> fields;
  const Message* stopped_in = nullptr;  // the message that lacks the next part; null: no message
  bool whole = false;
};

Walk Follow(const Message* message, const std::vector<std::string_view>& parts) {
  Walk walk;
  for (std::string_view part : parts) {
    const Field* field = message == nullptr ? nullptr : FieldNamed(*message, part);
    if (field == nullptr) {
      walk.stopped_in = message;
      return walk;
    }
    walk.fields.push_back(field);
    message = field->message;
  }
  walk.whole = true;
  return walk;
}

void AddWalk(const Walk& walk, const TypeGraph& graph, FieldScope& scope) {
  std::vector<std::string> links;
  for (const Field* field : walk.fields) {
    scope.steps.push_back({FullName(*field), links});
    links.push_back(FullName(*field));
  }
  const Field& last = *walk.fields.back();
  const std::string_view type = last.message != nullptr     ? last.message->full_name
                                : last.enum_type != nullptr ? last.enum_type->full_name
                                                            : std::string_view();
  const TypeGraph::Node* node = type.empty() ? nullptr : graph.Find(type);
  if (node != nullptr) scope.ends.push_back({*node, std::move(links)});
}

// At the part where both sides end; that of the side which leads further.
Error NoField(const ContractUse& use, const FieldPath& path, const Walk& before,
              const Walk& after) {
  const Walk& walk = after.fields.size() >= before.fields.size() ? after : before;
  const std::string part(Split(path.text, '.')[walk.fields.size()]);
  if (walk.stopped_in == nullptr) {
    return ConfigError(path.where, "LG2103",
                       fmt::format("`{}` of `{}`: `{}` is no message and has no field `{}`",
                                   path.text, use.contract, FullName(*walk.fields.back()), part),
                       fmt::format("end the path before `{}`", part));
  }
  std::vector<std::string_view> names;
  for (const Field& field : walk.stopped_in->fields) names.push_back(field.name);
  const std::string_view meant = Nearest(part, names);
  return ConfigError(
      path.where, "LG2103",
      fmt::format("`{}` of `{}`: `{}` has no field `{}`", path.text, use.contract,
                  walk.stopped_in->full_name, part),
      meant.empty() ? "correct or remove the path" : fmt::format("did you mean `{}`?", meant));
}

}  // namespace

FieldScope ResolveFields(const ContractUse& use, const TypeGraph& graph, const Snapshot& before,
                         const Snapshot& after, Errors& errors) {
  FieldScope scope;
  const Message* old_message = before.FindMessage(use.contract);
  const Message* new_message = after.FindMessage(use.contract);
  if (old_message == nullptr && new_message == nullptr) {
    errors.push_back(ConfigError(use.where, "LG2103",
                                 fmt::format("`{}` is no message, and has no fields", use.contract),
                                 "name one message, or leave `fields` out"));
    return scope;
  }
  for (const FieldPath& path : use.fields) {
    const std::vector<std::string_view> parts = Split(path.text, '.');
    const Walk old_walk = Follow(old_message, parts);
    const Walk new_walk = Follow(new_message, parts);
    if (old_walk.whole) AddWalk(old_walk, graph, scope);
    if (new_walk.whole) AddWalk(new_walk, graph, scope);
    if (!old_walk.whole && !new_walk.whole) {
      errors.push_back(NoField(use, path, old_walk, new_walk));
    }
  }
  return scope;
}

}  // namespace leyline
