#include "analyzer/rules/compare/judge.h"

namespace leyline {

void Judge(Change& change, Surface surface, const Readings& readings) {
  Judge(change, surface, Direction::kBackward, OutcomeOf(readings.backward));
  Judge(change, surface, Direction::kForward, OutcomeOf(readings.forward));
  Judge(change, surface, Direction::kRoundTrip, OutcomeOf(readings.round_trip));
}

void JudgeSpecs(Change& change, const FieldSpec& before, const FieldSpec& after) {
  for (Surface surface : {Surface::kBinary, Surface::kJson, Surface::kText}) {
    Judge(change, surface, ReadBothWays(surface, before, after));
  }
  Judge(change, Surface::kSource, Direction::kBackward, OutcomeOf(ReadSource(before, after)));
}

FieldSpec WithCardinalityOf(const FieldSpec& before, FieldSpec after) {
  after.cardinality = before.cardinality;
  if (after.cardinality == Cardinality::kPacked && !IsNumeric(after.type)) {
    after.cardinality = Cardinality::kExpanded;
  }
  if (after.cardinality == Cardinality::kImplicit && after.is_message()) {
    after.cardinality = Cardinality::kOptional;
  }
  return after;
}

}  // namespace leyline
