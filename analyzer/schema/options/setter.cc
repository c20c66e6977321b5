#include "analyzer/schema/options/setter.h"

#include <algorithm>

#include <fmt/format.h>

#include "analyzer/schema/builtin/schema.h"
#include "analyzer/schema/wire.h"

namespace leyline {
namespace {

// In all options of a file; keeps hostile files from being quadratic.
constexpr std::size_t kMostWalked = std::size_t{256} << 20;

// `foo.(pkg.ext).bar` as written.
std::string NameText(const OptionDecl& option) {
  std::string text;
  for (const OptionNamePart& part : option.name) {
    if (!text.empty()) text.push_back('.');
    text.append(part.is_extension ? fmt::format("({})", part.name) : std::string(part.name));
  }
  return text;
}

bool IsPseudo(const OptionsTarget& target, const OptionDecl& option) {
  if (target.kind != OptionsKind::kField || option.name.size() != 1) return false;
  const OptionNamePart& part = option.name[0];
  return !part.is_extension && (part.name == "default" || part.name == "json_name");
}

bool IsMessage(const Field& field) { return field.is_message() || field.is_map(); }

// Concatenated fields of one message -> the same in number order, with each extension or message
// once.
std::string MergeFeatures(std::string_view bytes, int depth) {
  std::vector<WireField> fields;
  WireReader reader(bytes);
  WireField field;
  while (reader.Next(field)) fields.push_back(field);
  std::ranges::stable_sort(fields, {}, &WireField::number);
  std::string merged;
  for (std::size_t i = 0; i < fields.size();) {
    std::size_t next = i + 1;
    while (next < fields.size() && fields[next].number == fields[i].number) ++next;
    if (next == i + 1 || fields[i].type != WireType::kBytes || depth == 0) {
      for (; i < next; ++i) merged.append(fields[i].raw);
      continue;
    }
    const uint32_t number = fields[i].number;
    std::string joined;
    for (; i < next; ++i) joined.append(fields[i].payload);
    AppendBytes(merged, number, MergeFeatures(joined, depth - 1));
  }
  return merged;
}

}  // namespace

std::string_view OptionSetter::Interpret(const OptionsTarget& target,
                                         std::span<const OptionDecl> written) {
  entries_.clear();
  set_.clear();
  bytes_.clear();
  several_ = written.size() > 1;
  for (const OptionDecl& option : written) {
    if (problems_.full()) break;
    if (!IsPseudo(target, option)) Set(target, option);
  }
  const auto number = [](const Entry& entry) { return entry.field->number; };
  const bool sorted = std::ranges::is_sorted(entries_, {}, number);
  const bool split = std::ranges::adjacent_find(entries_, {}, number) != entries_.end();
  if (sorted && !split) return bytes_;
  std::ranges::stable_sort(entries_, {}, number);
  Merge();
  return sorted_;
}

// Several options in one built-in message (`features.a`, `features.b`) are one message in the end:
// its descriptor is known to protoc when it reads the bytes back. Those of custom options stay
// apart.
void OptionSetter::Merge() {
  sorted_.clear();
  for (std::size_t i = 0; i < entries_.size();) {
    const Field& field = *entries_[i].field;
    std::size_t next = i + 1;
    while (next < entries_.size() && entries_[next].field->number == field.number) ++next;
    const bool merges =
        next > i + 1 && !field.is_extension && !field.is_repeated() && IsMessage(field);
    std::string joined;
    for (; i < next; ++i) {
      joined.append(bytes_, entries_[i].begin, entries_[i].end - entries_[i].begin);
    }
    sorted_.append(merges ? MergeFeatures(joined, 2) : joined);
  }
}

void OptionSetter::Set(const OptionsTarget& target, const OptionDecl& option) {
  if (!FindPath(target, option) || !CheckPath(target, option)) return;
  value_.clear();
  if (!AppendValue(*path_.back(), option)) return;
  for (std::size_t i = path_.size() - 1; i-- > 0;) {
    const Field& outer = *path_[i];
    const auto number = static_cast<uint32_t>(outer.number);
    std::string wrapped;
    if (EncodingOf(outer).delimited) {
      AppendTag(wrapped, number, WireType::kGroup);
      wrapped.append(value_);
      AppendTag(wrapped, number, WireType::kEndGroup);
    } else {
      AppendBytes(wrapped, number, value_);
    }
    value_ = std::move(wrapped);
  }
  const std::size_t begin = bytes_.size();
  bytes_.append(value_);
  entries_.push_back({.field = path_.front(), .begin = begin, .end = bytes_.size()});
  Remember();
}

bool OptionSetter::AppendValue(const Field& field, const OptionDecl& option) {
  const auto number = static_cast<uint32_t>(field.number);
  if (IsMessage(field)) {
    if (option.kind != OptionValueKind::kAggregate) {
      problems_.Add(option.value_pos,
                    fmt::format("option `{}` is a message and can't be set to a single value",
                                NameText(option)),
                    fmt::format("write `{0} = {{...}}` or `{0}.field = ...`", NameText(option)));
      return false;
    }
    const Message* type = field.is_map() ? &types_.MapEntry(field) : field.message;
    std::string body;
    if (type == nullptr || !aggregates_.Read(option.text, *type, body)) return false;
    if (!EncodingOf(field).delimited) {
      AppendBytes(value_, number, body);
    } else {
      AppendTag(value_, number, WireType::kGroup);
      value_.append(body);
      AppendTag(value_, number, WireType::kEndGroup);
    }
    return true;
  }
  Scalar value;
  std::string problem;
  if (!ScalarOf(field, option, types_, value, problem)) {
    problems_.Add(option.value_pos,
                  fmt::format("{} for option `{}`", std::move(problem), NameText(option)));
    return false;
  }
  // Unlike in aggregates, protoc never packs these and always writes zeros.
  AppendTag(value_, number, WireTypeOf(field.type));
  AppendScalar(value_, field.type, value);
  return true;
}

bool OptionSetter::CheckPath(const OptionsTarget& target, const OptionDecl& option) {
  for (std::size_t i = 0; i + 1 < path_.size(); ++i) {
    const Field& field = *path_[i];
    if (IsMessage(field) && !field.is_repeated()) continue;
    problems_.Add(option.name[i].pos,
                  IsMessage(field)
                      ? fmt::format("`{}` is repeated; its messages are set as a whole, `{{...}}`",
                                    option.name[i].name)
                      : fmt::format("`{}` is no message and has no field `{}`", option.name[i].name,
                                    option.name[i + 1].name));
    return false;
  }
  for (std::size_t i = 0; i < path_.size(); ++i) {
    if (!CheckTarget(target, *path_[i], option.name[i].pos)) return false;
    std::string problem = LifetimeProblem(*path_[i], file_.edition);
    if (problem.empty()) continue;
    problems_.Add(option.name[i].pos, std::move(problem));
    return false;
  }
  return CheckUnset(option);
}

OptionSetter::PathKey OptionSetter::KeyOf(std::size_t parts) const {
  PathKey key;
  for (std::size_t i = 0; i < parts; ++i) {
    AppendFixed32(key, static_cast<uint32_t>(path_[i]->number));
  }
  return key;
}

// An option is set by its own name, by the name of a part of it, or inside an aggregate around it.
bool OptionSetter::CheckUnset(const OptionDecl& option) {
  if (set_.empty() || path_.back()->is_repeated()) return true;
  bool set = set_.contains(KeyOf(path_.size()));
  for (std::size_t parts = 1; parts < path_.size() && !set; ++parts) {
    const auto around = set_.find(KeyOf(parts));
    if (around == set_.end()) break;
    if (around->second != 0) set = IsInside(entries_[around->second - 1], parts);
  }
  if (walked_ > kMostWalked) {
    problems_.Add(option.pos, "too many options reach into one that is set as a whole",
                  "set all of them inside the braces");
    return false;
  }
  if (set) problems_.Add(option.pos, fmt::format("option `{}` is set twice", NameText(option)));
  return !set;
}

// Whether the field at the end of `path_` is in the bytes of an entry that was set by its
// beginning.
bool OptionSetter::IsInside(const Entry& entry, std::size_t parts) {
  std::string_view bytes = std::string_view(bytes_).substr(entry.begin, entry.end - entry.begin);
  for (std::size_t i = 0; i < path_.size(); ++i) {
    if (i >= parts) walked_ += bytes.size();
    bool found = false;
    WireReader reader(bytes);
    WireField field;
    std::string_view inner;
    while (reader.Next(field)) {
      if (field.number != static_cast<uint32_t>(path_[i]->number)) continue;
      found = true;
      inner = field.payload;
    }
    if (!found) return false;
    bytes = inner;
  }
  return true;
}

void OptionSetter::Remember() {
  if (!several_) return;
  for (std::size_t parts = 1; parts <= path_.size(); ++parts) set_.try_emplace(KeyOf(parts), 0);
  if (IsMessage(*path_.back())) set_[KeyOf(path_.size())] = entries_.size();
}

}  // namespace leyline
