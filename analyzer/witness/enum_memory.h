// EnumMemory: the values of enums by number and by name. Many changes may be about one large enum.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/model/model.h"

namespace leyline::witness {

struct EnumIndex {
  explicit EnumIndex(const Enum& enumeration) {
    for (const EnumValue& value : enumeration.values) {
      numbers.emplace(value.name, value.number);
      names[value.number].push_back(value.name);
    }
  }
  std::unordered_map<std::string_view, int32_t> numbers;  // by name
  std::unordered_map<int32_t, std::vector<std::string_view>> names;
};

// May be asked by several threads.
class EnumMemory {
 public:
  // Lives as long as the memory.
  const EnumIndex& Of(const Enum& enumeration) {
    const std::lock_guard<std::mutex> lock(mutex_);
    std::unique_ptr<const EnumIndex>& index = indexes_[&enumeration];
    if (index == nullptr) index = std::make_unique<const EnumIndex>(enumeration);
    return *index;
  }

 private:
  std::mutex mutex_;
  std::unordered_map<const Enum*, std::unique_ptr<const EnumIndex>> indexes_;
};

}  // namespace leyline::witness
