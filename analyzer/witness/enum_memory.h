// EnumMemory: the values of enums by number and by name. Many changes may be about one large enum.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/model/model.h"

namespace leyline::witness {

struct EnumIndex {
  explicit EnumIndex(const Enum& enumeration) {
    for (const EnumValue& value : enumeration.values) {
      numbers.emplace(value.name, value.number);
      values[value.number].push_back(&value);
    }
  }
  std::unordered_map<std::string_view, int32_t> numbers;  // by name
  std::unordered_map<int32_t, std::vector<const EnumValue*>> values;  // by number, as declared
};

// May be asked by several threads.
class EnumMemory {
 public:
  // Lives as long as the memory.
  const EnumIndex& Of(const Enum& enumeration) {
    const std::lock_guard<std::mutex> lock(mutex_);
    return Known(enumeration);
  }

  // The numbers of the first values that the other one does not have, or has under another number.
  const std::vector<int32_t>& DifferencesOf(const Enum& from, const Enum& other) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto [at, is_new] = differences_.try_emplace({&from, &other});
    if (is_new) at->second = Differences(from, Known(other));
    return at->second;
  }

 private:
  // So many differences between two enums are shown.
  static constexpr std::size_t kEnough = 4;

  static std::vector<int32_t> Differences(const Enum& from, const EnumIndex& other) {
    std::vector<int32_t> numbers;
    for (const EnumValue& value : from.values) {
      const auto at = other.numbers.find(value.name);
      if (at != other.numbers.end() && at->second == value.number) continue;
      numbers.push_back(value.number);
      if (numbers.size() == kEnough) break;
    }
    return numbers;
  }

  // With the lock held.
  const EnumIndex& Known(const Enum& enumeration) {
    std::unique_ptr<const EnumIndex>& index = indexes_[&enumeration];
    if (index == nullptr) index = std::make_unique<const EnumIndex>(enumeration);
    return *index;
  }

  std::mutex mutex_;
  std::unordered_map<const Enum*, std::unique_ptr<const EnumIndex>> indexes_;
  std::map<std::pair<const Enum*, const Enum*>, std::vector<int32_t>> differences_;
};

}  // namespace leyline::witness
