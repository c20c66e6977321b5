// The scoping rules: the innermost scope that has the first part of a name decides.
#include <algorithm>

#include "analyzer/schema/link/symbols.h"

namespace leyline {
namespace {

bool IsAggregate(NameKind kind) {
  return kind == NameKind::kPackage || kind == NameKind::kMessage || kind == NameKind::kEnum ||
         kind == NameKind::kService;
}

bool IsType(NameKind kind) { return kind == NameKind::kMessage || kind == NameKind::kEnum; }

bool IsInPackage(const File& file, std::string_view package) {
  return file.package.starts_with(package) &&
         (file.package.size() == package.size() || file.package[package.size()] == '.');
}

void Take(const Named& named, Lookup& lookup) {
  lookup.kind = named.kind;
  lookup.node = named.node;
  lookup.file = named.file;
  lookup.hidden = nullptr;
}

}  // namespace

Resolver::Resolver(const SymbolTable& table, const File& from, Use use)
    : table_(table), from_(from) {
  direct_.reserve(from.imports.size());
  for (const Import& import : from.imports) {
    if (import.file == nullptr) continue;
    if (import.kind == ImportKind::kOption && use != Use::kOptions) continue;
    direct_.push_back(import.file);
    for (const Import& next : import.file->imports) {
      has_public_ = has_public_ || next.kind == ImportKind::kPublic;
    }
  }
  std::sort(direct_.begin(), direct_.end());
}

bool Resolver::Sees(const File& file) {
  if (&file == &from_ || std::binary_search(direct_.begin(), direct_.end(), &file)) return true;
  if (!has_public_) return false;
  FollowPublicImports();
  return indirect_.contains(&file);
}

void Resolver::FollowPublicImports() {
  if (followed_) return;
  followed_ = true;
  std::vector<const File*> open = direct_;
  while (!open.empty()) {
    const File* file = open.back();
    open.pop_back();
    for (const Import& import : file->imports) {
      if (import.kind != ImportKind::kPublic || import.file == nullptr) continue;
      if (indirect_.insert(import.file).second) open.push_back(import.file);
    }
  }
}

bool Resolver::SeesPackage(std::string_view package) {
  const auto is_in = [&](const File* file) { return IsInPackage(*file, package); };
  if (is_in(&from_) || std::any_of(direct_.begin(), direct_.end(), is_in)) return true;
  if (!has_public_) return false;
  FollowPublicImports();
  return std::any_of(indirect_.begin(), indirect_.end(), is_in);
}

const Named* Resolver::Visible(const Named* named, Lookup& lookup) {
  if (named == nullptr) return nullptr;
  const bool sees =
      named->kind == NameKind::kPackage ? SeesPackage(named->full_name) : Sees(*named->file);
  if (sees) return named;
  if (lookup.hidden == nullptr && named->kind != NameKind::kPackage) lookup.hidden = named;
  return nullptr;
}

void Resolver::OpenScope(std::string_view scope) {
  if (scope == scope_) return;
  scope_ = scope;
  scopes_.clear();
  if (scope.empty()) return;
  NameHash hash;
  std::size_t from = 0;
  while (true) {
    const std::size_t dot = std::min(scope.find('.', from), scope.size());
    hash = hash.Grown(scope.substr(from, dot - from)).Grown(".");
    scopes_.push_back({dot, hash});
    if (dot == scope.size()) return;
    from = dot + 1;
  }
}

Lookup Resolver::Find(std::string_view scope, std::string_view name, Want want) {
  Lookup lookup;
  if (name.starts_with('.')) {
    const Named* named = Visible(table_.Find(name.substr(1)), lookup);
    if (named != nullptr) Take(*named, lookup);
    return lookup;
  }
  OpenScope(scope);
  const std::size_t dot = name.find('.');
  const bool compound = dot != std::string_view::npos;
  const std::string_view first = name.substr(0, dot);
  for (std::size_t i = scopes_.size(); i > 0; --i) {
    const std::string_view prefix = scope.substr(0, scopes_[i - 1].size);
    const NameHash start = scopes_[i - 1].hash;
    const Named* named = Visible(table_.Find(prefix, start, first), lookup);
    if (named == nullptr) {
      if (compound || want == Want::kType) continue;
      const Named* around = table_.Find(prefix);
      Lookup member = around == nullptr ? Lookup{} : FindMember(*around, name);
      if (member.found()) return member;
      continue;
    }
    if (!compound) {
      if (want == Want::kType && !IsType(named->kind)) continue;
      Take(*named, lookup);
      return lookup;
    }
    if (!IsAggregate(named->kind)) continue;
    const Named* whole = Visible(table_.Find(prefix, start, name), lookup);
    if (whole != nullptr) {
      Take(*whole, lookup);
    } else {
      lookup.committed.append(prefix).append(".").append(name);
    }
    return lookup;
  }
  const Named* named = Visible(table_.Find(name), lookup);
  if (named != nullptr) Take(*named, lookup);
  return lookup;
}

Lookup Resolver::FindMember(const Named& scope, std::string_view name) {
  if (scope.kind != NameKind::kMessage && scope.kind != NameKind::kService) return {};
  const auto [at, is_new] = members_.try_emplace(scope.node);
  Members& members = at->second;
  if (is_new) {
    members = scope.kind == NameKind::kMessage
                  ? MembersOf(*static_cast<const Message*>(scope.node))
                  : MembersOf(*static_cast<const Service*>(scope.node));
  }
  const auto found = members.find(name);
  if (found == members.end()) return {};
  return {found->second.kind, found->second.node, scope.file, nullptr, {}};
}

Resolver::Members Resolver::MembersOf(const Message& message) {
  Members members;
  for (Field& field : message.fields) members.try_emplace(field.name, NameKind::kField, &field);
  for (Oneof& oneof : message.oneofs) members.try_emplace(oneof.name, NameKind::kOneof, &oneof);
  for (Enum& enumeration : message.enums) {
    for (EnumValue& value : enumeration.values) {
      members.try_emplace(value.name, NameKind::kValue, &value);
    }
  }
  return members;
}

Resolver::Members Resolver::MembersOf(const Service& service) {
  Members members;
  for (Method& method : service.methods) {
    members.try_emplace(method.name, NameKind::kMethod, &method);
  }
  return members;
}

}  // namespace leyline
