// The names of a snapshot while it is linked, and the scoping rules of the language over them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/schema/snapshot.h"

namespace leyline {

enum class NameKind : uint8_t {
  kNothing,
  kPackage,
  kMessage,
  kEnum,
  kService,
  kExtension,
  kValue,
  kField,
  kOneof,
  kMethod
};

// "message", "enum value", ...
std::string_view WordFor(NameKind kind);

struct Named {
  std::string_view full_name;
  NameKind kind = NameKind::kNothing;
  void* node = nullptr;        // of the kind's type; null for packages
  const File* file = nullptr;  // of a package: the first that is in it
  Offset at = kNoOffset;
};

// The hash of a name can be grown part by part, so that looking a name up in every enclosing scope
// reads the scope once.
class NameHash {
 public:
  NameHash Grown(std::string_view text) const {
    NameHash grown = *this;
    for (const char c : text) grown.state_ = (grown.state_ ^ static_cast<uint8_t>(c)) * kPrime;
    return grown;
  }
  uint64_t value() const { return state_ ^ state_ >> 29; }

 private:
  static constexpr uint64_t kPrime = 0x100000001B3;
  uint64_t state_ = 0xCBF29CE484222325;
};

// Packages, messages, enums, services, extensions and the values of top-level enums by full name.
// Fields, oneofs, methods and nested values are found through their scope. Built by one thread,
// then read by many.
class SymbolTable {
 public:
  explicit SymbolTable(std::size_t expected);

  // Null when the name is new; else what has it already, and nothing changes.
  const Named* Insert(const Named& named);

  const Named* Find(std::string_view full_name) const;
  // `scope` + "." + `name`, or `name` when the scope is empty. `start` is the hash of the scope
  // with its dot.
  const Named* Find(std::string_view scope, NameHash start, std::string_view name) const;

  std::span<const Named> all() const { return all_; }

 private:
  struct Slot {
    uint32_t tag = 0;
    uint32_t index = 0;  // into all_, plus 1; 0: free
  };

  void Grow();

  std::vector<Named> all_;
  std::vector<Slot> slots_;
};

// What a use of a name wants. kType skips names that are no message or enum; kAny takes the first.
enum class Want : uint8_t { kType, kAny };

// Whose imports count: `import option` brings names to options only.
enum class Use : uint8_t { kDeclarations, kOptions };

struct Lookup {
  NameKind kind = NameKind::kNothing;
  void* node = nullptr;
  const File* file = nullptr;
  // When nothing is found: the nearest thing of that name that this file doesn't import, or null.
  const Named* hidden = nullptr;
  // When nothing is found since the first part was found further inside: the full name looked for.
  std::string committed;

  bool found() const { return kind != NameKind::kNothing; }
};

// Resolves the names of one file. Cheap to make; for one thread.
class Resolver {
 public:
  Resolver(const SymbolTable& table, const File& from, Use use);

  // `scope` is the full name of the innermost scope to look into.
  Lookup Find(std::string_view scope, std::string_view name, Want want);

  // Whether the file is this one or comes with its imports.
  bool Sees(const File& file);

 private:
  struct Member {
    NameKind kind = NameKind::kNothing;
    void* node = nullptr;
  };
  using Members = std::unordered_map<std::string_view, Member>;

  struct Scope {
    std::size_t size = 0;  // of the prefix that names it
    NameHash hash;         // of the prefix and a dot
  };

  static Members MembersOf(const Message& message);
  static Members MembersOf(const Service& service);
  void OpenScope(std::string_view scope);
  const Named* Visible(const Named* named, Lookup& lookup);
  bool SeesPackage(std::string_view package);
  void FollowPublicImports();
  // A field, oneof, method or nested value of that name right in the scope.
  Lookup FindMember(const Named& scope, std::string_view name);

  const SymbolTable& table_;
  const File& from_;
  std::vector<const File*> direct_;  // sorted by address
  bool has_public_ = false;          // a direct import has public imports
  bool followed_ = false;
  std::unordered_set<const File*> indirect_;
  std::string scope_;
  std::vector<Scope> scopes_;                         // of scope_, outermost first
  std::unordered_map<const void*, Members> members_;  // by scope; filled when first asked for
};

// As the rest of the linker and the options see it; empty for what is no Symbol (packages, oneofs).
Symbol ToSymbol(const Lookup& lookup);

}  // namespace leyline
