#include "analyzer/rules/sink.h"

#include <algorithm>
#include <utility>

#include "analyzer/diff/facts.h"
#include "analyzer/rules/anchor.h"

namespace leyline {
namespace {

// The node that names the change: for renames the old one.
template <class Node>
const Node& Named(const Pair<Node>& pair) {
  return pair.before != nullptr ? *pair.before : *pair.after;
}

std::string ContractOf(const Field& field) {
  return field.is_extension ? FullName(field) : std::string(field.parent->full_name);
}

const Message* HomeOf(const Field& field) {
  return field.is_extension ? field.extendee : field.parent;
}

template <class Pointer>
Declaration DeclarationOf(Pointer pointer) {
  return pointer == nullptr ? Declaration() : Declaration(pointer);
}

}  // namespace

template <class Node>
Change& ChangeSink::AddPair(const Pair<Node>& pair, std::string contract, std::string element,
                            std::string message) {
  const Depth depth = pair.both() ? Depth::kOwn : Depth::kWhole;
  Change& change = changes_.emplace_back();
  change.change_type = rule_.id;
  change.contract = std::move(contract);
  change.element = std::move(element);
  change.message = std::move(message);
  if (pair.before != nullptr) {
    change.before_facts = FactsOf(*matches_.before, *pair.before, depth);
    change.before = locator().Locate(*pair.before);
  }
  if (pair.after != nullptr) {
    change.after_facts = FactsOf(*matches_.after, *pair.after, depth);
    change.after = locator().Locate(*pair.after);
  } else {
    change.anchor = AnchorOf(*pair.before, matches_, locator());
  }
  change.subject.before = DeclarationOf(pair.before);
  change.subject.after = DeclarationOf(pair.after);
  return change;
}

Change& ChangeSink::Add(const PackagePair& pair, std::string message) {
  const File& before = *pair.before_files.front();
  const File& after = *pair.after_files.front();
  // A package is named once; where it was split, or had no name, its files are: the old ones that
  // went there, or the new ones where an old file was divided, too.
  const File* heir = matches_.AfterOf(&before);
  const bool by_path = pair.before.empty() || pair.is_split;
  const bool by_new_path = pair.is_split && (heir == nullptr || heir->package != pair.after);
  Change& change = changes_.emplace_back();
  change.change_type = rule_.id;
  change.contract = before.path;
  change.element = by_path ? (by_new_path ? after.path : before.path) : std::string(pair.before);
  change.message = std::move(message);
  change.before_facts = {{"package", std::string(pair.before)}};
  change.after_facts = {{"package", std::string(pair.after)}};
  change.before = locator().LocatePackage(before);
  change.after = locator().LocatePackage(after);
  return change;
}

Change& ChangeSink::Add(const Pair<File>& pair, std::string message) {
  const std::string& path = Named(pair).path;
  return AddPair(pair, path, path, std::move(message));
}

Change& ChangeSink::Add(const Pair<Message>& pair, std::string message) {
  const std::string name(Named(pair).full_name);
  return AddPair(pair, name, name, std::move(message));
}

Change& ChangeSink::Add(const Pair<Field>& pair, std::string message) {
  const Field& field = Named(pair);
  Change& change = AddPair(pair, ContractOf(field), FullName(field), std::move(message));
  const Message* old_home =
      pair.before != nullptr ? HomeOf(*pair.before) : matches_.BeforeOf(HomeOf(*pair.after));
  const Message* new_home =
      pair.after != nullptr ? HomeOf(*pair.after) : matches_.AfterOf(HomeOf(*pair.before));
  change.subject.before_home = DeclarationOf(old_home);
  change.subject.after_home = DeclarationOf(new_home);
  return change;
}

Change& ChangeSink::Add(const Pair<Oneof>& pair, std::string message) {
  const Oneof& oneof = Named(pair);
  return AddPair(pair, std::string(oneof.parent->full_name), FullName(oneof), std::move(message));
}

Change& ChangeSink::Add(const Pair<Enum>& pair, std::string message) {
  const std::string name(Named(pair).full_name);
  return AddPair(pair, name, name, std::move(message));
}

Change& ChangeSink::Add(const ValuePair& pair, std::string message) {
  const EnumValue* before = pair.before.names.empty() ? nullptr : pair.before.names.front();
  const EnumValue* after = pair.after.names.empty() ? nullptr : pair.after.names.front();
  const EnumValue& named = before != nullptr ? *before : *after;
  Change& change = changes_.emplace_back();
  change.change_type = rule_.id;
  change.contract = named.parent->full_name;
  change.element = FullName(named);
  change.message = std::move(message);
  change.before_facts = FactsOf(*matches_.before, pair.before);
  change.after_facts = FactsOf(*matches_.after, pair.after);
  if (before != nullptr) change.before = locator().Locate(*before);
  if (after != nullptr) change.after = locator().Locate(*after);
  if (after == nullptr) change.anchor = AnchorOf(named, matches_, locator());
  change.subject = {.before = DeclarationOf(before),
                    .after = DeclarationOf(after),
                    .before_home = DeclarationOf(pair.before_enum),
                    .after_home = DeclarationOf(pair.after_enum)};
  return change;
}

Change& ChangeSink::Add(const Pair<Service>& pair, std::string message) {
  const std::string name(Named(pair).full_name);
  return AddPair(pair, name, name, std::move(message));
}

Change& ChangeSink::Add(const Pair<Method>& pair, std::string message) {
  const Method& method = Named(pair);
  return AddPair(pair, std::string(method.parent->full_name), FullName(method), std::move(message));
}

void ChangeSink::BindTypes(Change& change, const NamedType& before, const NamedType& after) {
  const auto bind = [](Facts& facts, const std::string& digest) {
    if (digest.empty()) return;
    facts.emplace_back("content", digest);
    std::sort(facts.begin(), facts.end());
  };
  bind(change.before_facts, surroundings_.contents_before.Of(before));
  bind(change.after_facts, surroundings_.contents_after.Of(after));
}

}  // namespace leyline
