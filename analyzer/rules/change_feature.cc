#include <algorithm>

#include <fmt/format.h>

#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

// Whether other files may use the contract (edition 2024).
template <class Node>
bool IsExported(const Node& node) {
  if (node.visibility != Visibility::kUnset) return node.visibility == Visibility::kExport;
  switch (node.features.visibility) {
    case DefaultVisibility::kExportTopLevel:
      return node.parent == nullptr;
    case DefaultVisibility::kLocalAll:
    case DefaultVisibility::kStrict:
      return false;
    default:
      return true;
  }
}

void AddFact(Facts& facts, std::string_view key, std::string_view value) {
  facts.emplace_back(key, value);
  std::sort(facts.begin(), facts.end());
}

std::string_view VisibilityText(bool exported) { return exported ? "export" : "local"; }
std::string_view JsonText(JsonFormat format) {
  return format == JsonFormat::kAllow ? "ALLOW" : "LEGACY_BEST_EFFORT";
}

// Another syntax has another default, which is no edit of the contract.
template <class Node>
bool HasOtherJsonFormat(const Node& before, const Node& after) {
  return before.file->edition == after.file->edition && before.features.json != after.features.json;
}

template <class Node>
void CheckPair(const Pair<Node>& pair, ChangeSink& sink) {
  if (!pair.both()) return;
  const bool was = IsExported(*pair.before);
  const bool is = IsExported(*pair.after);
  const bool json = HasOtherJsonFormat(*pair.before, *pair.after);
  if (was == is && !json) return;
  std::string text;
  if (was != is) text = is ? "can be used by other files now" : "is local to its file now";
  if (json) text += text.empty() ? "has another json_format" : " and has another json_format";
  Change& change = sink.Add(pair, fmt::format("`{}` {}", pair.before->full_name, text));
  AddFact(change.before_facts, "visibility", VisibilityText(was));
  AddFact(change.after_facts, "visibility", VisibilityText(is));
  AddFact(change.before_facts, "json_format", JsonText(pair.before->features.json));
  AddFact(change.after_facts, "json_format", JsonText(pair.after->features.json));
  Judge(change, kSameData);
  Judge(change,
        {Surface::kSource, was && !is ? If("no other file uses it", Effect::kSymbolGone) : kSafe});
}

}  // namespace

constinit const Rule change_feature = {
    .id = "CHANGE_FEATURE",
    .summary = "a contract has another visibility or json_format",
    .why =
        "Other files that use a contract stop compiling when it becomes local. `json_format` only "
        "decides what the compiler accepts. Features with an effect on data are reported as what "
        "they change: presence, closed enums, UTF-8, packing, encoding.",
    .instead = "Keep contracts exported that other files may use.",
    .buf = "ENUM_SAME_JSON_FORMAT, MESSAGE_SAME_JSON_FORMAT",
    .check = CommonCheck{.message = CheckPair<Message>, .enumeration = CheckPair<Enum>},
};

}  // namespace leyline::rules
