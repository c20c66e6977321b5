// A message's bytes -> text that is equal for equal meanings.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/schema/options/schema.h"
#include "analyzer/schema/snapshot.h"
#include "analyzer/schema/wire.h"

namespace leyline {

// Fields by number; the last value of a singular scalar; the pieces of a singular message as one;
// packed and unpacked alike; map entries by key; a zero without presence left out. What the schema
// doesn't explain is hex. Bytes may be hostile: nesting is limited, time is linear but for sorting.
class OptionsPrinter {
 public:
  explicit OptionsPrinter(const Snapshot& snapshot) : snapshot_(snapshot) {}

  // `{...}` of an options message: its features, and built-in options that say what is said by
  // default, are left out.
  std::string Print(const Message& options, std::string_view bytes);

 private:
  using Fields = std::vector<WireField>;

  static Fields Sorted(const Message& type, std::string_view bytes, std::string_view& rest);
  const Field* Find(const Message& type, uint32_t number);
  void AppendMessage(const Message* type, std::string_view bytes, int depth, bool outermost);
  void AppendGroup(const Message& type, std::span<const WireField> same, int depth, bool outermost);
  bool AppendValue(const Field& field, std::span<const WireField> same, int depth);
  void AppendList(const Field& field, std::span<const WireField> same, int depth);
  void AppendMap(const Field& field, std::span<const WireField> same, int depth);
  void AppendMessages(const Field& field, std::span<const WireField> same, int depth);
  void AppendScalarText(const Field& field, const WireField& value);
  void AppendEnum(const Field& field, uint64_t bits);
  void AppendUnknown(uint32_t number, bool outermost, std::span<const WireField> same);
  void AppendName(const Field& field);
  void Separate();

  const Snapshot& snapshot_;
  OptionTypes types_;
  std::string out_;
};

}  // namespace leyline
