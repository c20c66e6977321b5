// MessageMemory: the fields of messages by number and by name. Many changes may be about one large
// message.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/model/model.h"

namespace leyline::witness {

// Whether a reader may give to the one what was written for the other: by its number or a name.
inline bool MayTake(const Field& reader, const Field& written) {
  return reader.number == written.number || reader.name == written.name ||
         reader.json_name == written.json_name || reader.name == written.json_name ||
         reader.json_name == written.name;
}

class FieldsByMark {
 public:
  explicit FieldsByMark(const Message& message);

  std::vector<const Field*> TakersOf(const Field& written) const;

 private:
  std::unordered_multimap<int32_t, const Field*> numbers_;
  std::unordered_multimap<std::string_view, const Field*> names_;  // JSON's, too
};

// May be asked by several threads.
class MessageMemory {
 public:
  // The fields of a message that may take what is written for the other one, in order of
  // declaration.
  std::vector<const Field*> TakersIn(const Message& message, const Field& written);
  // The field of a message that has the number; null: none.
  const Field* NumberedAs(const Field& field, const Message& message);
  // The one that has the name, else the number.
  const Field* PartnerOf(const Field& field, const Message& message);

 private:
  const FieldsByMark& Of(const Message& message);

  std::mutex mutex_;
  std::unordered_map<const Message*, std::unique_ptr<const FieldsByMark>> indexes_;
};

}  // namespace leyline::witness
