#include "analyzer/schema/link/names.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "analyzer/schema/link/scope.h"
#include "analyzer/schema/link/walk.h"

namespace leyline {
namespace {

constexpr std::string_view kSiblingRule =
    "enum values are siblings of their enum, not its members; give the value a prefix of its enum";

// Each declaration holds its full name, so that a short file with a long package could ask for
// gigabytes. Names in public contracts stay below 200 bytes.
constexpr std::size_t kFullNameLimit = 512;

// The limits of protoc, which count for packages alone.
constexpr std::size_t kPackageSizeLimit = 511;
constexpr std::size_t kPackagePartLimit = 101;

std::string_view JsonName(Arena& arena, std::string_view name) {
  if (name.find('_') == std::string_view::npos) return name;
  return arena.Copy(DerivedJsonName(name));
}

// One file's work; holds what is reused from message to message.
class Namer {
 public:
  Namer(File& file, Problems& problems) : file_(file), problems_(problems) {}

  NameCount Run() {
    LimitPackage();
    for (Message& message : file_.messages) Name(message, nullptr);
    for (Enum& enumeration : file_.enums) Name(enumeration, nullptr);
    for (Field& extension : file_.extensions) Name(extension, nullptr);
    for (Service& service : file_.services) Name(service);
    ForEachMessage(file_, [&](Message& message) { NameInside(message); });
    return count_;
  }

 private:
  std::string_view ScopeOf(const Message* parent) const {
    return parent == nullptr ? std::string_view(file_.package) : parent->full_name;
  }

  // A package that is too long is cut: everything in the file is named after it.
  void LimitPackage() {
    const std::string_view package = file_.package;
    if (package.size() > kPackageSizeLimit) {
      problems_.Add(file_, file_.package_pos,
                    fmt::format("a package name of {} bytes, expected at most {}", package.size(),
                                kPackageSizeLimit));
      file_.package = package.substr(0, kPackageSizeLimit);
    }
    const std::size_t parts =
        1 + static_cast<std::size_t>(std::count(package.begin(), package.end(), '.'));
    if (parts > kPackagePartLimit) {
      problems_.Add(
          file_, file_.package_pos,
          fmt::format("a package name of {} parts, expected at most {}", parts, kPackagePartLimit));
    }
  }

  void TooLong(std::size_t size, Offset at) {
    problems_.Add(
        file_, at,
        fmt::format("a full name of {} bytes, expected at most {}", size, kFullNameLimit));
  }

  // A name that is too long is cut, and costs its file no more than its own length.
  std::string_view FullNameIn(std::string_view scope, std::string_view name, Offset at) {
    const std::size_t size = scope.size() + 1 + name.size();
    if (size <= kFullNameLimit) return JoinNames(file_.arena, scope, name);
    TooLong(size, at);
    return name.substr(0, kFullNameLimit);
  }

  void Name(Message& message, Message* parent) {
    message.file = &file_;
    message.parent = parent;
    message.full_name = FullNameIn(ScopeOf(parent), message.name, message.name_pos);
    ++count_.symbols;
  }

  void Name(Enum& enumeration, Message* parent) {
    enumeration.file = &file_;
    enumeration.parent = parent;
    enumeration.full_name = FullNameIn(ScopeOf(parent), enumeration.name, enumeration.name_pos);
    for (EnumValue& value : enumeration.values) value.parent = &enumeration;
    count_.symbols += 1 + (parent == nullptr ? enumeration.values.size() : 0);
  }

  void Name(Field& field, Message* parent) {
    field.file = &file_;
    field.parent = parent;
    if (field.json_name.empty()) field.json_name = JsonName(file_.arena, field.name);
    count_.symbols += field.is_extension ? 1 : 0;
  }

  void Name(Service& service) {
    service.file = &file_;
    service.full_name = FullNameIn(file_.package, service.name, service.name_pos);
    ++count_.symbols;
    names_.Clear();
    for (Method& method : service.methods) {
      method.parent = &service;
      Claim(method.name, NameKind::kMethod, method.name_pos, service.full_name);
    }
  }

  void NameInside(Message& message) {
    for (Message& inner : message.messages) Name(inner, &message);
    for (Enum& enumeration : message.enums) Name(enumeration, &message);
    for (Field& field : message.fields) Name(field, &message);
    for (Field& extension : message.extensions) Name(extension, &message);
    for (Oneof& oneof : message.oneofs) oneof.parent = &message;
    FillOneofs(message);
    ClaimInside(message);
  }

  void FillOneofs(Message& message) {
    std::vector<std::vector<Field*>> members(message.oneofs.size());
    for (Field& field : message.fields) {
      if (field.oneof_index < 0) continue;
      const auto index = static_cast<std::size_t>(field.oneof_index);
      if (index >= members.size()) {
        problems_.Add(file_, field.pos,
                      fmt::format("`{}.{}` is in oneof {} of {}", message.full_name, field.name,
                                  index, members.size()));
        continue;
      }
      field.oneof = &message.oneofs[index];
      members[index].push_back(&field);
    }
    for (std::size_t i = 0; i < members.size(); ++i) {
      message.oneofs[i].fields = file_.arena.Copy(members[i]);
    }
  }

  void ClaimInside(Message& message) {
    names_.Clear();
    const std::string_view scope = message.full_name;
    for (Field& field : message.fields) Claim(field.name, NameKind::kField, field.name_pos, scope);
    for (Oneof& oneof : message.oneofs) Claim(oneof.name, NameKind::kOneof, oneof.pos, scope);
    for (Message& inner : message.messages) {
      Claim(inner.name, NameKind::kMessage, inner.name_pos, scope);
    }
    for (Enum& enumeration : message.enums) {
      Claim(enumeration.name, NameKind::kEnum, enumeration.name_pos, scope);
      for (EnumValue& value : enumeration.values) {
        Claim(value.name, NameKind::kValue, value.pos, scope);
      }
    }
    for (Field& extension : message.extensions) {
      Claim(extension.name, NameKind::kExtension, extension.name_pos, scope);
    }
    for (Field& field : message.fields) {
      if (field.is_map()) ClaimMapEntry(field, scope);
    }
  }

  // A map field declares a message: `map<...> some_names` declares `SomeNamesEntry`.
  void ClaimMapEntry(const Field& field, std::string_view scope) {
    std::string entry;
    bool upper = true;
    for (const char c : field.name) {
      if (c == '_') {
        upper = true;
        continue;
      }
      entry.push_back(upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
      upper = false;
    }
    entry.append("Entry");
    const auto* there = names_.Add(file_.arena.Copy(entry), NameKind::kMessage, field.name_pos);
    if (there == nullptr) return;
    problems_.AddPair(file_, field.name_pos,
                      fmt::format("the entry type `{}` of map `{}.{}` has the name of the {} at",
                                  entry, scope, field.name, WordFor(there->kind)),
                      file_, there->at, "rename one of them");
  }

  void Claim(std::string_view name, NameKind kind, Offset at, std::string_view scope) {
    const ScopeNames::Entry* there = names_.Add(name, kind, at);
    if (there == nullptr) return;
    const ScopeNames::Entry here{name, kind, at};
    const ScopeNames::Entry& first = there->at < at ? *there : here;
    const ScopeNames::Entry& second = there->at < at ? here : *there;
    problems_.AddPair(
        file_, second.at,
        fmt::format("`{}` is already declared in `{}`, as {} at", name, scope, WordFor(first.kind)),
        file_, first.at,
        second.kind == NameKind::kValue ? std::string(kSiblingRule) : std::string());
  }

  File& file_;
  Problems& problems_;
  NameCount count_;
  ScopeNames names_;
};

// Adds the names of one file to the table of the snapshot.
class Declarer {
 public:
  Declarer(File& file, SymbolTable& table, Arena& arena, Problems& problems)
      : file_(file), table_(table), arena_(arena), problems_(problems) {}

  void Run() {
    DeclarePackages();
    for (Message& message : file_.messages) {
      Declare(message.full_name, NameKind::kMessage, &message, message.name_pos);
    }
    for (Enum& enumeration : file_.enums) Declare(enumeration);
    for (Service& service : file_.services) {
      Declare(service.full_name, NameKind::kService, &service, service.name_pos);
    }
    for (Field& extension : file_.extensions) {
      Declare(JoinNames(file_.arena, file_.package, extension.name), NameKind::kExtension,
              &extension, extension.name_pos);
    }
    ForEachMessage(file_, [&](Message& message) { DeclareInside(message); });
  }

 private:
  // "a.b.c" declares a, a.b and a.b.c.
  void DeclarePackages() {
    const std::string_view package = file_.package;
    for (std::size_t dot = 0; dot < package.size();) {
      dot = std::min(package.find('.', dot + 1), package.size());
      const Named named{package.substr(0, dot), NameKind::kPackage, nullptr, &file_,
                        file_.package_pos};
      const Named* there = table_.Insert(named);
      if (there != nullptr && there->kind != NameKind::kPackage) Clash(named, *there);
    }
  }

  void Declare(std::string_view full_name, NameKind kind, void* node, Offset at) {
    const Named named{full_name, kind, node, &file_, at};
    const Named* there = table_.Insert(named);
    if (there != nullptr) Clash(named, *there);
  }

  void Declare(Enum& enumeration) {
    Declare(enumeration.full_name, NameKind::kEnum, &enumeration, enumeration.name_pos);
    for (EnumValue& value : enumeration.values) {
      Declare(JoinNames(arena_, file_.package, value.name), NameKind::kValue, &value, value.pos);
    }
  }

  // Clashes inside messages are found by Namer, or follow from a clash of the messages.
  void DeclareInside(Message& message) {
    for (Message& inner : message.messages) {
      table_.Insert({inner.full_name, NameKind::kMessage, &inner, &file_, inner.name_pos});
    }
    for (Enum& inner : message.enums) {
      table_.Insert({inner.full_name, NameKind::kEnum, &inner, &file_, inner.name_pos});
    }
    for (Field& extension : message.extensions) {
      table_.Insert({JoinNames(file_.arena, message.full_name, extension.name),
                     NameKind::kExtension, &extension, &file_, extension.name_pos});
    }
  }

  // The later one is at fault; between files, the one that is read later.
  void Clash(const Named& named, const Named& there) {
    const bool swap = there.file == named.file && named.at < there.at;
    const Named& first = swap ? named : there;
    const Named& second = swap ? there : named;
    problems_.AddPair(*second.file, second.at,
                      fmt::format("{} `{}` is already declared, as {} at", WordFor(second.kind),
                                  second.full_name, WordFor(first.kind)),
                      *first.file, first.at,
                      second.kind == NameKind::kValue ? std::string(kSiblingRule) : std::string());
  }

  File& file_;
  SymbolTable& table_;
  Arena& arena_;
  Problems& problems_;
};

}  // namespace

std::string_view JoinNames(Arena& arena, std::string_view scope, std::string_view name) {
  if (scope.empty()) return name;
  const std::size_t size = scope.size() + 1 + name.size();
  char* to = static_cast<char*>(arena.Allocate(size, 1));
  std::memcpy(to, scope.data(), scope.size());
  to[scope.size()] = '.';
  std::memcpy(to + scope.size() + 1, name.data(), name.size());
  return {to, size};
}

NameCount NameFile(File& file, Problems& problems) { return Namer(file, problems).Run(); }

void DeclareFile(File& file, SymbolTable& table, Arena& arena, Problems& problems) {
  Declarer(file, table, arena, problems).Run();
}

}  // namespace leyline
