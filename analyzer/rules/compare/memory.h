// What one run of a rule has compared already. Many fields of one type ask the same question, and a
// hostile input would ask it for every pair of a large type graph.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <unordered_map>

#include "analyzer/diff/change.h"
#include "analyzer/diff/match.h"
#include "analyzer/model/model.h"
#include "analyzer/rules/compare/value_index.h"
#include "analyzer/rules/type_model/type_model.h"

namespace leyline {

// What stands between a field's braces: a message, or the entry of a map.
struct Shape {
  const Message* message = nullptr;
  const Field* map = nullptr;

  bool operator==(const Shape&) const = default;
};

enum class Leg : uint8_t {
  kRead,       // the reader gets what the writer wrote
  kRoundTrip,  // the writer gets back what the reader wrote again; binary only
};

// What JSON and text have of a value that is zero.
enum class Zero : uint8_t {
  kWritten,
  kLeftOut,  // of singular fields without presence
};

struct ShapePair {
  Shape writer;
  Shape reader;

  bool operator==(const ShapePair&) const = default;
};

struct HashShapes {
  std::size_t operator()(const ShapePair& pair) const {
    const std::hash<const void*> hash;
    std::size_t seed = 0;
    for (const void* part :
         {static_cast<const void*>(pair.writer.message), static_cast<const void*>(pair.writer.map),
          static_cast<const void*>(pair.reader.message),
          static_cast<const void*>(pair.reader.map)}) {
      seed = seed * 31 + hash(part);
    }
    return seed;
  }
};

class CompareMemory {
 public:
  // Borrows the matches, which say what is the same message; without them its name does.
  explicit CompareMemory(const Matches* matches = nullptr) : matches_(matches) {}

  ValueIndexes& values() { return values_; }

  // Of either side each.
  bool AreSame(const Message& message, const Message* other) const {
    if (other == nullptr) return false;
    if (matches_ == nullptr) return message.full_name == other->full_name;
    return matches_->AfterOf(&message) == other || matches_->AfterOf(other) == &message;
  }

  // The answer of before, or null. Valid until the next Keep.
  const Reading* Find(Surface surface, Leg leg, const ShapePair& shapes) const {
    const auto& known = shapes_[SlotOf(surface, leg)];
    const auto found = known.find(shapes);
    return found == known.end() ? nullptr : &found->second;
  }
  void Keep(Surface surface, Leg leg, const ShapePair& shapes, Reading reading) {
    shapes_[SlotOf(surface, leg)].emplace(shapes, std::move(reading));
  }

  const Reading* Find(Surface surface, Zero zero, const Enum& writer, const Enum& reader) const {
    const auto& known = enums_[SlotOf(surface, zero)];
    const auto found = known.find({&writer, &reader});
    return found == known.end() ? nullptr : &found->second;
  }
  void Keep(Surface surface, Zero zero, const Enum& writer, const Enum& reader, Reading reading) {
    enums_[SlotOf(surface, zero)].emplace(EnumPair(&writer, &reader), std::move(reading));
  }

  // Whether so many more members may be compared. What is over is UNKNOWN.
  bool Spend(std::size_t members) {
    if (members > members_left_) return false;
    members_left_ -= members;
    return true;
  }

 private:
  const Matches* matches_;
  ValueIndexes values_;

  using EnumPair = std::pair<const Enum*, const Enum*>;
  struct HashEnums {
    std::size_t operator()(const EnumPair& pair) const {
      const std::hash<const void*> hash;
      return hash(pair.first) * 31 + hash(pair.second);
    }
  };
  static constexpr std::size_t kSurfaces = 3;  // binary, json, text

  static std::size_t SlotOf(Surface surface, Leg leg) {
    return static_cast<std::size_t>(surface) + (leg == Leg::kRead ? 0 : kSurfaces);
  }

  static std::size_t SlotOf(Surface surface, Zero zero) {
    return static_cast<std::size_t>(surface) + (zero == Zero::kWritten ? 0 : kSurfaces);
  }

  std::unordered_map<ShapePair, Reading, HashShapes> shapes_[2 * kSurfaces];
  std::unordered_map<EnumPair, Reading, HashEnums> enums_[2 * kSurfaces];
  // About a second's work. All ten pairs of a large public history need less than a hundredth.
  std::size_t members_left_ = 3'000'000;
};

}  // namespace leyline
