// Truth is execution: every pair of specs, encoded by one side and decoded by the other, must do
// what the type model says. All pairs with the values at the borders of their types; and random
// pairs with random values (RC_PARAMS="seed=..." repeats a run).
#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <google/protobuf/stubs/logging.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "analyzer/rules/type_model.h"
#include "tests/property/wire_lab.h"
#include "tests/unit/rules/spec_maker.h"

namespace leyline {
namespace {

// What became of the values that one side wrote.
struct Outcomes {
  int survived = 0;  // and is not trivial
  int changed = 0;   // silently
  int refused = 0;
  std::string example;  // of what did not survive
};

std::vector<Value> ValuesOf(const Specimen& writer, const std::vector<Atom>& atoms) {
  std::vector<Value> values;
  if (writer.may_be_unset()) values.push_back({});
  for (const Atom& atom : atoms) values.push_back({atom});
  if (!writer.repeated()) return values;
  // Lists as long as other types are wide.
  for (const Atom& atom : atoms) {
    values.push_back(Value(4, atom));
    values.push_back(Value(8, atom));
  }
  for (std::size_t i = 0; i + 1 < atoms.size(); ++i) values.push_back({atoms[i], atoms[i + 1]});
  return values;
}

// A value as the writer's own getters have it, and as bytes.
struct Sample {
  Value value;
  std::string bytes;
};

std::vector<Sample> SamplesOf(const Specimen& writer, const std::vector<Atom>& atoms) {
  std::vector<Sample> samples;
  for (const Value& value : ValuesOf(writer, atoms)) {
    std::string bytes = writer.Write(value);
    samples.push_back({.value = writer.Read(bytes).value_or(value), .bytes = bytes});
  }
  return samples;
}

void Count(const Value& written, const std::optional<Value>& read, Outcomes& outcomes) {
  if (read && SameValue(written, *read)) {
    outcomes.survived += IsTrivial(written) ? 0 : 1;
    return;
  }
  (read ? outcomes.changed : outcomes.refused) += 1;
  if (outcomes.example.empty()) {
    outcomes.example = fmt::format("{} -> {}", Show(written), read ? Show(*read) : "refused");
  }
}

Outcomes Execute(const Specimen& reader, const std::vector<Sample>& samples) {
  Outcomes outcomes;
  for (const Sample& sample : samples) Count(sample.value, reader.Read(sample.bytes), outcomes);
  return outcomes;
}

Outcomes ExecuteRoundTrip(const Specimen& writer, const Specimen& other,
                          const std::vector<Sample>& samples) {
  Outcomes outcomes;
  for (const Sample& sample : samples) {
    const std::optional<std::string> back = other.PassOn(sample.bytes);
    Count(sample.value, back ? writer.Read(*back) : std::nullopt, outcomes);
  }
  return outcomes;
}

// Only other runtimes than C++ show it: they replace or refuse invalid text in unverified strings.
bool NeedsOtherRuntimes(const Specimen& writer, const Specimen& reader) {
  return reader.IsA("string_p2") && (writer.IsA("bytes") || writer.IsA("message") ||
                                     writer.IsA("map") || writer.name().ends_with("/packed"));
}

// What messages hold is not the type model's business.
bool NeedsShapes(const Specimen& a, const Specimen& b) {
  return (a.IsA("map") && b.IsA("message")) || (a.IsA("message") && b.IsA("map"));
}

// Another meaning of the bytes: it may parse or not, and what it does is luck.
bool IsLuck(const Reading& reading) {
  return reading.level == Level::kBreaking && reading.effect == Effect::kMisread;
}

// Whether a message's encoding is a packed list as well depends on what the message holds.
bool DependsOnContent(const FieldSpec& writer, const FieldSpec& other) {
  return (writer.is_message() || writer.is_map()) && IsNumeric(other.type) && other.is_repeated() &&
         !other.is_map();
}

bool IsLoud(Effect effect) {
  return effect == Effect::kParseFailure || effect == Effect::kUtf8Rejected ||
         effect == Effect::kRequiredMissing;
}

// Empty when execution agrees with the reading, else what refutes it.
std::string Refutation(const Reading& reading, const Outcomes& outcomes) {
  const int failed = outcomes.changed + outcomes.refused;
  switch (reading.level) {
    case Level::kCompatible:
      return failed == 0 ? "" : "COMPATIBLE, but " + outcomes.example;
    case Level::kConditional:
      if (failed == 0) return "CONDITIONAL, but every value survives";
      if (outcomes.survived == 0) return "CONDITIONAL, but no value survives: " + outcomes.example;
      break;
    default:
      if (failed == 0) return "BREAKING, but every value survives";
  }
  if (IsLuck(reading)) return "";
  if (IsLoud(reading.effect) && outcomes.refused == 0) {
    return fmt::format("{}, but nothing is refused", NameOf(reading.effect));
  }
  if (!IsLoud(reading.effect) && outcomes.changed == 0) {
    return fmt::format("{}, but nothing changes: {}", NameOf(reading.effect), outcomes.example);
  }
  return "";
}

// A message of the wire's bytes may be lucky: only direct readings promise that nothing survives.
std::string RefutedRead(const Reading& reading, const Outcomes& outcomes) {
  if (reading.level == Level::kBreaking && outcomes.survived > 0) {
    return "BREAKING, but values survive";
  }
  return Refutation(reading, outcomes);
}

// Prints nothing about the texts that the library refuses: that is what is asked.
class Execution {
 public:
  std::vector<std::string> Check(const Specimen& writer, const Specimen& reader,
                                 const std::vector<Sample>& samples) const {
    std::vector<std::string> refuted;
    if (NeedsShapes(writer, reader) || NeedsOtherRuntimes(writer, reader)) return refuted;
    const FieldSpec from = specs_(writer.name());
    const FieldSpec to = specs_(reader.name());
    const std::string direct = RefutedRead(ReadBinary(from, to), Execute(reader, samples));
    if (!direct.empty()) {
      refuted.push_back(fmt::format("{} read as {}: {}", writer.name(), reader.name(), direct));
    }
    if (NeedsOtherRuntimes(reader, writer)) return refuted;
    const Reading leg = RoundTripLeg(from, to);
    if (DependsOnContent(from, to)) return refuted;
    const std::string round_trip = Refutation(leg, ExecuteRoundTrip(writer, reader, samples));
    if (!round_trip.empty()) {
      refuted.push_back(fmt::format("{} through {}: {}", writer.name(), reader.name(), round_trip));
    }
    return refuted;
  }

 private:
  SpecMaker specs_;
  google::protobuf::LogSilencer quiet_;
};

TEST(TypeModelExecution, HoldsForEveryPairAtTheBorders) {
  const Execution execution;
  std::vector<std::string> refuted;
  for (const auto& [old_name, writer] : Specimens()) {
    const std::vector<Sample> samples = SamplesOf(*writer, writer->Borders());
    for (const auto& [new_name, reader] : Specimens()) {
      for (std::string& line : execution.Check(*writer, *reader, samples)) {
        refuted.push_back(std::move(line));
      }
    }
  }
  EXPECT_TRUE(refuted.empty()) << refuted.size() << " readings are refuted";
  for (std::size_t i = 0; i < std::min<std::size_t>(refuted.size(), 20); ++i) {
    ADD_FAILURE() << refuted[i];
  }
}

// Where the C++ library's JSON is known to differ from ProtoJSON, it refutes nothing: it takes a
// scalar for a list and "1" for a bool, knows no groups, reads -0 as +0, puts unknown numbers of
// closed enums aside, and takes a quoted integer for an enum.
bool IsFaithfulInJson(const Specimen& writer, const Specimen& reader) {
  if (writer.repeated() != reader.repeated() || writer.IsA("map") || reader.IsA("map"))
    return false;
  const auto differs = [](const Specimen& specimen) {
    return specimen.IsA("group") || specimen.IsA("bool") || specimen.IsA("enum_closed") ||
           specimen.IsA("string_p2");
  };
  const bool quoted = writer.name().find("64/") != std::string::npos;
  return !differs(writer) && !differs(reader) && !(quoted && reader.IsA("enum_open"));
}

Outcomes ExecuteJson(const Specimen& writer, const Specimen& reader) {
  Outcomes outcomes;
  for (const Value& value : ValuesOf(writer, writer.Borders())) {
    const std::optional<std::string> json = writer.WriteJson(value);
    const std::optional<Value> own = json ? writer.ReadJson(*json) : std::nullopt;
    // What it can't read back itself says nothing about a change.
    if (own && SameValue(value, *own)) Count(*own, reader.ReadJson(*json), outcomes);
  }
  return outcomes;
}

TEST(TypeModelExecution, HoldsInJsonWhereTheLibraryIsFaithful) {
  const google::protobuf::LogSilencer quiet;
  const SpecMaker specs;
  for (const auto& [old_name, writer] : Specimens()) {
    for (const auto& [new_name, reader] : Specimens()) {
      if (!IsFaithfulInJson(*writer, *reader)) continue;
      const Reading reading = ReadJson(specs(old_name), specs(new_name));
      const Outcomes outcomes = ExecuteJson(*writer, *reader);
      const int failed = outcomes.changed + outcomes.refused;
      EXPECT_EQ(reading.level == Level::kCompatible, failed == 0)
          << old_name << " read as " << new_name << ": " << outcomes.example;
      if (reading.level == Level::kConditional) {
        EXPECT_GT(outcomes.survived, 0) << old_name << " read as " << new_name;
      }
    }
  }
}

TEST(TypeModelExecution, HoldsForRandomValues) {
  std::vector<const Specimen*> all;
  for (const auto& [name, specimen] : Specimens()) all.push_back(specimen.get());
  const Execution execution;
  const bool ok = rc::check("no reading is refuted by execution", [&] {
    const Specimen& writer = **rc::gen::elementOf(all);
    const Specimen& reader = **rc::gen::elementOf(all);
    std::vector<Atom> atoms = writer.Borders();
    for (int i = 0; i < 30; ++i)
      atoms.push_back(writer.RandomAtom(*rc::gen::arbitrary<uint64_t>()));
    const auto refuted = execution.Check(writer, reader, SamplesOf(writer, atoms));
    for (const std::string& line : refuted) RC_LOG() << line << "\n";
    RC_ASSERT(refuted.empty());
  });
  EXPECT_TRUE(ok);
}

}  // namespace
}  // namespace leyline
