// The type model: what a reader gets of a value that another version of the same field wrote.
//
// Closed form: it knows types and cardinalities, not names and not what messages hold. A message
// read as a message counts as lossless here; compare/message.h looks inside. Level by level:
// no value but the default survives = BREAKING, some do = CONDITIONAL, all do = COMPATIBLE.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/diff/change.h"
#include "analyzer/rules/type_model/field_spec.h"

namespace leyline {

// What the reader gets: an outcome that owns its condition.
struct Reading {
  Level level = Level::kCompatible;
  Effect effect = Effect::kNone;
  std::string condition;  // of kConditional: when all is well

  bool operator==(const Reading&) const = default;
};

Reading Lossless(Effect effect = Effect::kNone);
Reading SafeIf(std::string condition, Effect otherwise);
Reading Broken(Effect effect);

// Both happen: the worse level, the graver effect, both conditions.
Reading Join(Reading a, const Reading& b);

// One reader, one writer.
Reading ReadBinary(const FieldSpec& writer, const FieldSpec& reader);
// ProtoJSON by its specification, with a strict parser and a conforming printer: the C++ library's
// json_util is no oracle. Enum to enum is judged by numbers here; names are compare/enum.h's.
Reading ReadJson(const FieldSpec& writer, const FieldSpec& reader);
Reading ReadText(const FieldSpec& writer, const FieldSpec& reader);

// What the writer reads back in JSON after the other side has read its data and written it again.
Reading ReturnJson(const FieldSpec& writer, const FieldSpec& other);

// The same in binary. Unknown fields are kept by the other side; what it decodes into a narrower
// type is not.
Reading RoundTripLeg(const FieldSpec& writer, const FieldSpec& other);

// The reading by all runtimes, which take an open enum in a proto2 field for closed or not. What
// differs between them depends on who reads.
using ReadSpecs = Reading (*)(const FieldSpec& writer, const FieldSpec& reader);
Reading AcrossRuntimes(ReadSpecs read, const FieldSpec& writer, const FieldSpec& reader);

// One field, both versions, one surface: what a rule turns into three verdicts.
struct Readings {
  Reading backward;
  Reading forward;
  Reading round_trip;
};
Readings ReadBothWays(Surface surface, const FieldSpec& before, const FieldSpec& after);

// Code against one version, generated code of the other: C++, Java, Go and Python signatures.
Reading ReadSource(const FieldSpec& before, const FieldSpec& after);

}  // namespace leyline
