// Plan: which declarations of one side a slice holds. A slice is the smallest self-contained part
// of the contracts on which a change shows.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/model/model.h"

namespace leyline::witness {

class Plan {
 public:
  // Enums of more values than this are cut down to those that matter.
  static constexpr std::size_t kWholeEnum = 8;

  void Add(const Message& message);  // with no field yet
  void Add(const Field& field);      // with its message and its type
  // A field that is there for what the other side writes; no search varies it.
  void AddForReading(const Field& field);
  void Add(const Enum& enumeration);
  // A message that holds the enum, for changes of the enum itself: `value` and `values`.
  void AddHolder(const Enum& enumeration);
  // Keeps the value in a slice of its enum.
  void Keep(const Enum& enumeration, int32_t number);

  bool Has(const Field& field) const;
  bool HasFields(const Message& message) const;
  bool IsForReading(const Field& field) const { return for_reading_.contains(&field); }
  // Those that are planned, in order of declaration.
  std::vector<const Field*> FieldsOf(const Message& message) const;

  struct PlannedMessage {
    const Message* message = nullptr;
    std::vector<const Field*> fields;  // in order of declaration
  };
  struct PlannedEnum {
    const Enum* enumeration = nullptr;
    std::set<int32_t> numbers;  // those that must be kept
    bool Keeps(int32_t number) const;
  };
  const std::vector<PlannedMessage>& messages() const { return messages_; }
  const std::vector<PlannedEnum>& enums() const { return enums_; }
  const std::vector<const Field*>& extensions() const { return extensions_; }
  const std::unordered_set<const Field*>& for_reading() const { return for_reading_; }
  const Enum* holder_of() const { return holder_of_; }

  // Numbers that the slice of the enum has; nothing of one that isn't planned.
  std::vector<int32_t> KeptOf(const Enum& enumeration) const;

 private:
  PlannedMessage& Of(const Message& message);
  PlannedEnum& Of(const Enum& enumeration);

  std::vector<PlannedMessage> messages_;
  std::vector<PlannedEnum> enums_;
  std::vector<const Field*> extensions_;
  std::unordered_set<const Field*> for_reading_;
  std::unordered_map<const void*, std::size_t> index_;
  const Enum* holder_of_ = nullptr;
};

}  // namespace leyline::witness
