#include "analyzer/impact/any_change.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "analyzer/schema/locate.h"
#include "base/strings.h"

namespace leyline {
namespace {

constexpr Surface kData[] = {Surface::kBinary, Surface::kJson, Surface::kText};

std::string_view ParentOf(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : name.substr(0, dot);
}

class AnyChange {
 public:
  AnyChange(std::string_view element, Change& change) : element_(element), change_(change) {}

  template <class Node>
  void Of(const Node& node, std::string_view contract, bool is_call) {
    change_.change_type = kAnyChange;
    change_.contract = std::string(contract);
    change_.element = std::string(element_);
    change_.message =
        fmt::format("any change of `{}`: what it does depends on the change", element_);
    change_.before = change_.after = Locator().Locate(node);
    change_.subject.before = change_.subject.after = &node;
    if (is_call) {
      Add(Surface::kRpc);
    } else {
      for (Surface surface : kData) Add(surface);
    }
    change_.verdicts.push_back({.surface = Surface::kSource,
                                .direction = Direction::kBackward,
                                .level = Level::kUnknown,
                                .condition = {}});
    std::stable_sort(change_.verdicts.begin(), change_.verdicts.end(),
                     [](const Verdict& a, const Verdict& b) { return a.surface < b.surface; });
    change_.digest = DigestOf(change_);
  }

 private:
  void Add(Surface surface) {
    for (Direction direction : {Direction::kBackward, Direction::kForward, Direction::kRoundTrip}) {
      change_.verdicts.push_back(
          {.surface = surface, .direction = direction, .level = Level::kUnknown, .condition = {}});
    }
  }

  std::string_view element_;
  Change& change_;
};

template <class List>
auto Named(const List& list, std::string_view name) {
  return std::find_if(list.begin(), list.end(),
                      [&](const auto& each) { return each.name == name; });
}

// Appends the names of a list, for suggestions.
template <class List>
void AddNames(const List& list, std::vector<std::string_view>& names) {
  for (const auto& each : list) names.push_back(each.name);
}

// One of a contract's list. False when it has no such name.
template <class List>
bool FoundIn(const List& list, std::string_view name, std::string_view contract, bool is_call,
             AnyChange& change) {
  const auto found = Named(list, name);
  if (found == list.end()) return false;
  change.Of(*found, contract, is_call);
  return true;
}

bool FindWhole(const Snapshot& snapshot, std::string_view name, AnyChange& change) {
  if (const Message* message = snapshot.FindMessage(name))
    return change.Of(*message, name, false), true;
  if (const Enum* found = snapshot.FindEnum(name)) return change.Of(*found, name, false), true;
  if (const Service* service = snapshot.FindService(name)) {
    return change.Of(*service, name, true), true;
  }
  if (const Field* extension = snapshot.FindExtension(name)) {
    return change.Of(*extension, name, false), true;
  }
  return false;
}

// What stands inside a contract; `names`: all there, when it isn't.
bool FindPart(const Snapshot& snapshot, std::string_view element, AnyChange& change,
              std::vector<std::string_view>& names) {
  const std::string_view parent = ParentOf(element);
  const std::string_view name = element.substr(parent.empty() ? 0 : parent.size() + 1);
  if (const Message* message = snapshot.FindMessage(parent)) {
    AddNames(message->fields, names);
    AddNames(message->oneofs, names);
    return FoundIn(message->fields, name, parent, false, change) ||
           FoundIn(message->oneofs, name, parent, false, change);
  }
  if (const Enum* enumeration = snapshot.FindEnum(parent)) {
    AddNames(enumeration->values, names);
    return FoundIn(enumeration->values, name, parent, false, change);
  }
  if (const Service* service = snapshot.FindService(parent)) {
    AddNames(service->methods, names);
    return FoundIn(service->methods, name, parent, true, change);
  }
  return false;
}

std::string MeantBy(const Snapshot& snapshot, std::string_view element,
                    const std::vector<std::string_view>& parts) {
  const std::string_view parent = ParentOf(element);
  if (!parts.empty()) {
    const std::string_view part = Nearest(element.substr(parent.size() + 1), parts);
    return part.empty() ? "" : fmt::format("{}.{}", parent, part);
  }
  std::vector<std::string_view> names;
  for (const auto& [name, symbol] : snapshot.symbols) names.push_back(name);
  std::sort(names.begin(), names.end());
  const std::string short_name = fmt::format(".{}", element);
  const auto same = std::find_if(names.begin(), names.end(),
                                 [&](std::string_view name) { return name.ends_with(short_name); });
  return std::string(same != names.end() ? *same : Nearest(element, names));
}

bool IsPackage(const Snapshot& snapshot, std::string_view name) {
  return std::any_of(snapshot.files.begin(), snapshot.files.end(),
                     [&](const auto& file) { return file->package == name; });
}

}  // namespace

Result<Change> AnyChangeOf(const Snapshot& snapshot, std::string_view element) {
  Change change;
  AnyChange any(element, change);
  std::vector<std::string_view> parts;
  if (FindWhole(snapshot, element, any) || FindPart(snapshot, element, any, parts)) return change;
  if (IsPackage(snapshot, element)) {
    return Fail({.kind = ErrorKind::kUsage,
                 .message = fmt::format("`{}` is a package", element),
                 .fix = "name a contract of it, or a part of one"});
  }
  const std::string meant = MeantBy(snapshot, element, parts);
  return Fail({.kind = ErrorKind::kUsage,
               .message = fmt::format("nothing in `{}` is named `{}`", snapshot.label, element),
               .fix = meant.empty() ? "write a full name, like acme.v1.Order.total"
                                    : fmt::format("did you mean `{}`?", meant)});
}

}  // namespace leyline
