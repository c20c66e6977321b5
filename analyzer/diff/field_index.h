// FieldIndex: the fields of one message by number and by name.
#pragma once

#include <string_view>
#include <unordered_map>

#include "analyzer/model/model.h"

namespace leyline {

class FieldIndex {
 public:
  explicit FieldIndex(const Message& message) {
    for (const Field& field : message.fields) {
      by_number_.emplace(field.number, &field);
      by_name_.emplace(field.name, &field);
    }
  }
  const Field* Numbered(int32_t number) const {
    const auto at = by_number_.find(number);
    return at == by_number_.end() ? nullptr : at->second;
  }
  const Field* Named(std::string_view name) const {
    const auto at = by_name_.find(name);
    return at == by_name_.end() ? nullptr : at->second;
  }

 private:
  std::unordered_map<int32_t, const Field*> by_number_;
  std::unordered_map<std::string_view, const Field*> by_name_;
};

}  // namespace leyline
