// Reuse: what becomes of data when a number or a name is free, reserved, or somebody else's.
#pragma once

#include "analyzer/diff/change.h"
#include "analyzer/diff/match.h"
#include "analyzer/rules/lookup.h"
#include "analyzer/rules/sink.h"
#include "analyzer/rules/verdicts.h"

namespace leyline::rules {

// Whether bytes of one field reach the other, under the same number, instead of its unknown fields.
bool Meets(const Field& writer, const Field& reader);

// What the reader makes of a value that another field of the writer has under the same name.
Outcome ReadNamesake(Surface surface, const Field& writer, const Field& reader);

// For an added field: whose number and name were these in the old message? `is_back`: a released
// version had this very field, so that it takes nobody's place.
void JudgeTaken(Change& change, const Field& added, const Message& before, ChangeSink& sink,
                bool is_back = false);

// The same for an enum value that is new, or has a new alias.
void JudgeTaken(Change& change, const ValuePair& value, MemberLookup& lookup, bool is_back);

// For a field that the other side doesn't have: JSON and text give its value to whoever has its
// name there, in `direction` and on the way of a round trip.
void JudgeNamesake(Change& change, const Field& lone, const Message& other_side,
                   Direction direction, MemberLookup& lookup);

// What is left of a removed field in the new message.
struct Remains {
  bool number_reserved = false;
  bool name_reserved = false;
  const Field* heir = nullptr;  // the field that has the number now
};
Remains RemainsOf(const Field& gone, const Message& after, MemberLookup& lookup);

// For a removed field: who may take, or has taken, its number and name?
void JudgeLeft(Change& change, const Field& gone, const Remains& remains, const Message& after,
               ChangeSink& sink);

// Old binaries keep what they don't know of a oneof and write it again beside what they set.
// `without`: the message of the side that doesn't have the member.
void JudgeOneofMember(Change& change, const Field& member, const Message& without,
                      MemberLookup& lookup);

}  // namespace leyline::rules
