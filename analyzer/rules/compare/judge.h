// Readings -> verdicts.
#pragma once

#include "analyzer/diff/change.h"
#include "analyzer/rules/type_model/type_model.h"
#include "analyzer/rules/verdicts.h"

namespace leyline {

// Valid as long as the reading is.
inline Outcome OutcomeOf(const Reading& reading) {
  return {reading.level, reading.effect, reading.condition};
}

// Adds the three verdicts of a surface.
void Judge(Change& change, Surface surface, const Readings& readings);

// Adds those of binary, JSON, text and source that follow from the two specs alone.
void JudgeSpecs(Change& change, const FieldSpec& before, const FieldSpec& after);

// The spec of `after` with the cardinality of `before`: one edit apart from the others.
FieldSpec WithCardinalityOf(const FieldSpec& before, FieldSpec after);

}  // namespace leyline
