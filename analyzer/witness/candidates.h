// Candidates: messages that a correct writer may write, in a fixed order, the simplest first. For
// this room only.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <span>
#include <unordered_set>
#include <vector>

#include <google/protobuf/message.h>

#include "analyzer/witness/enum_memory.h"
#include "analyzer/witness/plan.h"
#include "analyzer/witness/slice.h"

namespace leyline::witness {

using FieldSet = std::unordered_set<const google::protobuf::FieldDescriptor*>;

// Declared numbers that the slices of large enums leave out: a witness with one would say nothing.
class HiddenNumbers {
 public:
  // Borrows both.
  void Add(const Plan::PlannedEnum& planned, const EnumIndex& index) {
    enums_.push_back({&planned, &index});
  }
  bool Has(int32_t number) const {
    return std::any_of(enums_.begin(), enums_.end(), [&](const Cut& cut) {
      return cut.index->values.contains(number) && !cut.planned->Keeps(number);
    });
  }

 private:
  struct Cut {
    const Plan::PlannedEnum* planned = nullptr;
    const EnumIndex* index = nullptr;
  };
  std::vector<Cut> enums_;
};

struct Aim {
  const google::protobuf::Descriptor* host = nullptr;
  const google::protobuf::FieldDescriptor* focus = nullptr;  // what is varied most; may be null
  std::span<const int32_t> numbers;                          // of enum values, to be tried first
  const HiddenNumbers* hidden = nullptr;  // that no candidate may hold; null: none
  const FieldSet* fixed = nullptr;        // fields that are set only where they are required
};

// Returns true when no more are wanted.
using TryCandidate = std::function<bool(std::unique_ptr<google::protobuf::Message>)>;

// Calls `try_it` until it returns true. False when there were more candidates than it makes.
bool ForEachCandidate(const Slice& slice, const Aim& aim, const TryCandidate& try_it);

// Sets a field to its simplest value that isn't the default.
void SetSomething(const Slice& slice, google::protobuf::Message& message,
                  const google::protobuf::FieldDescriptor& field);

}  // namespace leyline::witness
