// Exhibit: on which parts of the two versions a change shows, and what to look at there.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/diff/change.h"
#include "analyzer/witness/enum_memory.h"
#include "analyzer/witness/message_memory.h"
#include "analyzer/witness/plan.h"

namespace leyline::witness {

// What the changes of a run share.
struct Memory {
  EnumMemory enums;
  MessageMemory messages;
};

struct Exhibit {
  Plan before;
  Plan after;
  EnumMemory* enums = nullptr;  // borrowed, as the next; never null
  MessageMemory* messages = nullptr;
  // The messages that are written and read; null where the plan has a holder for an enum instead.
  const Message* before_host = nullptr;
  const Message* after_host = nullptr;
  // The field that changed; null on the side that doesn't have it.
  const Field* before_field = nullptr;
  const Field* after_field = nullptr;
  std::vector<int32_t> numbers;   // of enum values, to be tried first
  const char* partial = nullptr;  // why not finding a witness means nothing; null: it does
  // More was edited than what the change is about, and may hide it.
  bool has_other_edits = false;
  bool has_name_clash = false;  // two fields of one message with one name in JSON, as proto2 allows
  bool names_only_zero = false;  // the enum of the field, on one side, such as NullValue
  // It is closed and has one number, on one side: what is lost is read as that number all the same.
  bool is_always_default = false;
  // C++ takes an open enum in a proto2 field for closed, and is the one that is run.
  bool is_closed_in_some = false;
  std::string reason;  // why there is nothing to run; all else is empty then
};

Exhibit ExhibitOf(const Change& change, Memory& memory);

}  // namespace leyline::witness
