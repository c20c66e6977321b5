// Values for the laboratory: those at the borders of types, messages included, and at random.
#pragma once

#include "analyzer/witness/atoms.h"

namespace leyline {

// As BordersOf, and encodings of the messages that the laboratory has.
std::vector<Atom> SpecimenBorders(const google::protobuf::FieldDescriptor& field);
Atom RandomAtomOf(const google::protobuf::FieldDescriptor& field, uint64_t seed);

}  // namespace leyline
