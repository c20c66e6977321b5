// ValueIndex: the values of one enum by name and by number. ValueIndexes: those of all enums that
// somebody asked for, and which values of two of them are one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "analyzer/model/model.h"

namespace leyline {

// Parsers know values by each of their names, printers emit the first one of a number.
class ValueIndex {
 public:
  // Borrows.
  explicit ValueIndex(const Enum& enumeration);
  const Enum& enumeration() const { return enumeration_; }
  // Nothing: no value has the name.
  std::optional<int32_t> NumberOf(std::string_view name) const;
  // As declared; empty: no value has the number.
  std::span<const EnumValue* const> NamesOf(int32_t number) const;
  // Null: no value has the number.
  const EnumValue* PrintedOf(int32_t number) const;
  // The values that printers name. In order of numbers, so that the one of declarations has no say.
  std::span<const EnumValue* const> printed() const { return printed_; }
  // Whether fields without presence, which leave zero out, may have the enum: closed ones don't.
  bool may_leave_out_zero() const { return !enumeration_.is_closed(); }

 private:
  const Enum& enumeration_;
  std::unordered_map<std::string_view, int32_t> numbers_;
  std::unordered_map<int32_t, std::vector<const EnumValue*>> names_;
  std::vector<const EnumValue*> printed_;
};

// Whether two numbers are one value to who knows both enums: by a name of theirs where both enums
// have it, else by number.
bool HaveOneMeaning(const ValueIndex& enumeration, int32_t number, const ValueIndex& other,
                    int32_t other_number);

class ValueIndexes {
 public:
  // Lives as long as the indexes.
  const ValueIndex& Of(const Enum& enumeration);

  // As above. Many fields of one enum have the same default.
  bool HaveOneMeaning(const Enum& enumeration, int32_t number, const Enum& other,
                      int32_t other_number);

 private:
  using Question = std::tuple<const Enum*, int32_t, const Enum*, int32_t>;
  struct HashQuestion {
    std::size_t operator()(const Question& question) const;
  };

  std::unordered_map<const Enum*, ValueIndex> indexes_;
  std::unordered_map<Question, bool, HashQuestion> answers_;
};

}  // namespace leyline
