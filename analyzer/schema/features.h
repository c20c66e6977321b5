// Features: what an element's edition, its surroundings and its own options make of it.
#pragma once

#include "analyzer/model/model.h"

namespace leyline {

// What a file of that edition means where nothing is written. proto2 and proto3 have the values
// that their fixed rules amount to.
Features DefaultsOf(Edition edition);

// `own` over `base`: what `own` leaves unknown comes from `base`.
Features Over(const Features& base, const Features& own);

// Fills the features of all elements of a file, whose options are interpreted, and what else
// options decide: message_set, allow_alias.
void ResolveFeatures(File& file);

// Clears those features of fields, oneofs, enums and values that have no meaning for them, so that
// equal features mean equal behaviour; a singular field that tells unset from default by its nature
// (message, oneof member, extension) has presence kExplicit. The last step of linking.
void DropMootFeatures(File& file);

}  // namespace leyline
