// Ledger: every number and name that released versions ever used in a message or an enum, with what
// last stood there. Pure: releases are folded in one after the other, the oldest first.
//
// It keeps copies, so that no release has to stay in memory. Contracts go by the names that they
// have in the version under judgement: what a release calls otherwise is followed through renames.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/diff/match.h"
#include "base/arena.h"

namespace leyline {

// What last had a number or a name among the fields of a message, its extensions included.
struct FormerField {
  // Number, name, JSON name, type, cardinality and features. Stands alone: message types are known
  // by name only, enums with their values.
  const Field* field = nullptr;
  std::string_view name;     // of an extension its full name
  std::string_view release;  // where it was last seen
};

// The names that a number of an enum last had: aliases too, first the one that printers emit.
struct FormerValue {
  std::vector<std::string_view> names;
  std::string_view release;  // where it was last seen
};

// The number that a name of an enum last had.
struct FormerNumber {
  int32_t number = 0;
  std::string_view release;
};

class Ledger {
 public:
  Ledger() = default;
  Ledger(const Ledger&) = delete;  // entries point into the arena
  Ledger& operator=(const Ledger&) = delete;

  // `matches`: the release against the version under judgement.
  void Add(std::string_view release, const Matches& matches);

  // By the contract's full name in the version under judgement. Null: never used.
  const FormerField* FieldNumbered(std::string_view message, int32_t number) const;
  const FormerField* FieldNamed(std::string_view message, std::string_view name) const;
  // By the name under which JSON printers wrote it.
  const FormerField* FieldInJson(std::string_view message, std::string_view json_name) const;
  const FormerValue* ValueNumbered(std::string_view enumeration, int32_t number) const;
  const FormerNumber* ValueNamed(std::string_view enumeration, std::string_view name) const;

 private:
  using Numbered = std::pair<std::string_view, int32_t>;
  using Named = std::pair<std::string_view, std::string_view>;
  struct Hash {
    std::size_t operator()(const Numbered& key) const;
    std::size_t operator()(const Named& key) const;
  };

  void AddField(std::string_view release, std::string_view message, const Field& field);
  void AddValues(std::string_view release, std::string_view enumeration, const Enum& from);
  const Field* CopyOf(const Field& field);
  Message* StubOf(const Message& message);
  Enum* CopyOf(const Enum& enumeration);
  // The ledger's own copy of a text: one for each text.
  std::string_view Kept(std::string_view text);

  Arena arena_;
  std::deque<FormerField> fields_;
  Oneof some_oneof_;  // stands for every oneof: only that there is one matters
  std::unordered_map<Numbered, FormerField*, Hash> by_number_;
  std::unordered_map<Named, FormerField*, Hash> by_name_;
  std::unordered_map<Named, FormerField*, Hash> by_json_name_;
  std::unordered_map<Numbered, FormerValue, Hash> value_by_number_;
  std::unordered_map<Named, FormerNumber, Hash> value_by_name_;
  std::unordered_map<std::string_view, std::string_view> texts_;
  std::unordered_map<std::string_view, Message*> stubs_;
  std::unordered_map<const Enum*, Enum*> enums_;  // of the release that is being added
};

}  // namespace leyline
