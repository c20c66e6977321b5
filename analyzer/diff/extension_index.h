// ExtensionIndex: extensions by extendee and number.
#pragma once

#include <map>
#include <utility>

#include "analyzer/model/model.h"

namespace leyline {

class ExtensionIndex {
 public:
  void Add(const Field& extension) {
    by_number_.emplace(std::make_pair(extension.extendee, extension.number), &extension);
  }
  const Field* Find(const Message* extendee, int32_t number) const {
    const auto at = by_number_.find({extendee, number});
    return at == by_number_.end() ? nullptr : at->second;
  }

 private:
  std::map<std::pair<const Message*, int32_t>, const Field*> by_number_;
};

}  // namespace leyline
