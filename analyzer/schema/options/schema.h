// Lookups in message and enum types that reading and writing options share.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/model/model.h"
#include "base/arena.h"

namespace leyline {

// How a field is written. Features of types in the file at hand are not resolved yet when its
// options are interpreted, so this looks at what is written where it has to.
struct Encoding {
  bool implicit = false;   // a zero is not written
  bool packed = false;     // elements in one length-delimited value
  bool delimited = false;  // a group
};
Encoding EncodingOf(const Field& field);
bool IsRequired(const Field& field);
bool IsClosedEnum(const Enum& enumeration);
bool IsMessageSet(const Message& message);

// An option by its plain name, `first` or `first.second`, as the file writes it; null when it
// doesn't. The bytes of options of other files may not be there yet when those of a file are
// interpreted.
const OptionDecl* FindWritten(const Options& options, std::string_view first,
                              std::string_view second);

// The word behind `name:` in the text of an aggregate; empty when it isn't there.
std::string_view WordAfter(std::string_view text, std::string_view name);

// Why an option or feature can't be used in a file of that edition, by its `feature_support`; empty
// when it can.
std::string LifetimeProblem(const Field& option, Edition edition);

// Indexes of big types are made once: hostile types and values must not make it quadratic. Not for
// several threads at once.
class OptionTypes {
 public:
  // Groups answer to their field's name and to their message's name.
  const Field* FieldByName(const Message& message, std::string_view name);
  // Extensions are not found.
  const Field* FieldByNumber(const Message& message, uint32_t number);
  const EnumValue* ValueByName(const Enum& enumeration, std::string_view name);
  // Of aliases the first.
  const EnumValue* ValueByNumber(const Enum& enumeration, int32_t number);
  const std::vector<const Field*>& RequiredFields(const Message& message);
  // The message behind a map field: `key` = 1 and `value` = 2.
  const Message& MapEntry(const Field& map);

 private:
  struct FieldIndex {
    std::unordered_map<std::string_view, const Field*> by_name;
    std::unordered_map<uint32_t, const Field*> by_number;
  };
  struct ValueIndex {
    std::unordered_map<std::string_view, const EnumValue*> by_name;
    std::unordered_map<int32_t, const EnumValue*> by_number;
  };
  const FieldIndex& IndexOf(const Message& message);
  const ValueIndex& IndexOf(const Enum& enumeration);

  std::unordered_map<const Message*, FieldIndex> fields_;
  std::unordered_map<const Enum*, ValueIndex> values_;
  std::unordered_map<const Field*, const Message*> entries_;
  std::unordered_map<const Message*, std::vector<const Field*>> required_;
  Arena arena_;
};

}  // namespace leyline
