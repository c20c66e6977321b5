// Truth is execution: every pair of specs, written by one side and read by the other, in binary and
// in JSON, must do what the type model says. All pairs with the values at the borders of their
// types; and random pairs with random values (RC_PARAMS="seed=..." repeats a run).
#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <google/protobuf/stubs/logging.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "analyzer/rules/type_model/type_model.h"
#include "analyzer/rules/verdicts.h"
#include "tests/property/wire_lab.h"
#include "tests/property/wire_outcomes.h"
#include "tests/unit/rules/spec_maker.h"

namespace leyline {
namespace {

Outcomes ExecuteRoundTrip(const Specimen& writer, const Specimen& other,
                          const std::vector<Sample>& samples) {
  Outcomes outcomes;
  for (const Sample& sample : samples) {
    const std::optional<std::string> back = other.PassOn(sample.text);
    outcomes.Count(sample.value, back ? writer.Read(*back) : std::nullopt);
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

// Empty when execution agrees with the reading, else what refutes it.
std::string Refutation(Surface surface, const Reading& reading, const Outcomes& outcomes) {
  const int failed = outcomes.failed();
  switch (reading.level) {
    case Level::kCompatible:
      if (failed > 0) return "COMPATIBLE, but " + outcomes.example;
      return (reading.effect == Effect::kPresenceLost) == (outcomes.unset > 0)
                 ? ""
                 : "another word on presence than execution";
    case Level::kConditional:
      if (failed == 0) return "CONDITIONAL, but every value survives";
      if (outcomes.survived == 0) return "CONDITIONAL, but no value survives: " + outcomes.example;
      break;
    default:
      if (failed == 0) return "BREAKING, but every value survives";
  }
  if (IsLuck(reading)) return "";
  const bool loud = !IsSilent(surface, reading.effect);
  if (loud && outcomes.refused == 0) {
    return fmt::format("{}, but nothing is refused", NameOf(reading.effect));
  }
  if (!loud && outcomes.changed == 0) {
    return fmt::format("{}, but nothing changes: {}", NameOf(reading.effect), outcomes.example);
  }
  return "";
}

// A message of the wire's bytes may be lucky: only direct readings promise that nothing survives.
std::string RefutedRead(Surface surface, const Reading& reading, const Outcomes& outcomes) {
  if (reading.level == Level::kBreaking && outcomes.survived > 0) {
    return "BREAKING, but values survive";
  }
  return Refutation(surface, reading, outcomes);
}

// Prints nothing about the texts that the library refuses: that is what is asked.
class Execution {
 public:
  // Empty when execution agrees, else what it refutes.
  std::string Read(const Specimen& writer, const Specimen& reader,
                   const std::vector<Sample>& samples) const {
    if (NeedsShapes(writer, reader) || NeedsOtherRuntimes(writer, reader)) return "";
    const Reading reading = ReadBinary(specs_(writer.name()), specs_(reader.name()));
    return Line(writer, "read as", reader,
                RefutedRead(Surface::kBinary, reading, Execute(reader, samples)));
  }

  std::string RoundTrip(const Specimen& writer, const Specimen& other,
                        const std::vector<Sample>& samples) const {
    const FieldSpec from = specs_(writer.name());
    const FieldSpec through = specs_(other.name());
    if (NeedsShapes(writer, other) || NeedsOtherRuntimes(writer, other) ||
        NeedsOtherRuntimes(other, writer) || DependsOnContent(from, through)) {
      return "";
    }
    return Line(writer, "through", other,
                Refutation(Surface::kBinary, RoundTripLeg(from, through),
                           ExecuteRoundTrip(writer, other, samples)));
  }

  std::string Json(const Specimen& writer, const Specimen& reader,
                   const std::vector<Sample>& samples) const {
    if (NeedsShapes(writer, reader)) return "";
    const Reading reading = ReadJson(specs_(writer.name()), specs_(reader.name()));
    return Line(writer, "read in JSON as", reader,
                RefutedRead(Surface::kJson, reading, ExecuteJson(reader, samples)));
  }

 private:
  static std::string Line(const Specimen& a, std::string_view way, const Specimen& b,
                          const std::string& refutation) {
    if (refutation.empty()) return "";
    return fmt::format("{} {} {}: {}", a.name(), way, b.name(), refutation);
  }

  SpecMaker specs_;
  google::protobuf::LogSilencer quiet_;
};

using Way = std::string (Execution::*)(const Specimen&, const Specimen&,
                                       const std::vector<Sample>&) const;
using Sampler = std::vector<Sample> (*)(const Specimen&, const std::vector<Atom>&);

// All 12,100 ordered pairs: each pair of versions in both directions.
void HoldsForEveryPair(Way way, Sampler sampler) {
  const Execution execution;
  std::vector<std::string> refuted;
  for (const auto& [old_name, writer] : Specimens()) {
    const std::vector<Sample> samples = sampler(*writer, writer->Borders());
    for (const auto& [new_name, reader] : Specimens()) {
      std::string line = (execution.*way)(*writer, *reader, samples);
      if (!line.empty()) refuted.push_back(std::move(line));
    }
  }
  EXPECT_TRUE(refuted.empty()) << refuted.size() << " readings are refuted";
  for (std::size_t i = 0; i < std::min<std::size_t>(refuted.size(), 20); ++i) {
    ADD_FAILURE() << refuted[i];
  }
}

TEST(TypeModelExecution, KnowsTheWholeMatrix) { EXPECT_EQ(Specimens().size(), 110U); }

TEST(TypeModelExecution, BinaryHoldsForEveryPairAtTheBorders) {
  HoldsForEveryPair(&Execution::Read, SamplesOf);
}

TEST(TypeModelExecution, RoundTripsHoldForEveryPairAtTheBorders) {
  HoldsForEveryPair(&Execution::RoundTrip, SamplesOf);
}

TEST(TypeModelExecution, JsonHoldsForEveryPairAtTheBorders) {
  HoldsForEveryPair(&Execution::Json, JsonSamplesOf);
}

TEST(TypeModelExecution, HoldsForRandomValues) {
  std::vector<const Specimen*> all;
  for (const auto& [name, specimen] : Specimens()) all.push_back(specimen.get());
  const Execution execution;
  const bool ok = rc::check("no reading is refuted by execution", [&] {
    const Specimen& writer = **rc::gen::elementOf(all);
    const Specimen& reader = **rc::gen::elementOf(all);
    std::vector<Atom> atoms = writer.Borders();
    for (int i = 0; i < 30; ++i) {
      atoms.push_back(writer.RandomAtom(*rc::gen::arbitrary<uint64_t>()));
    }
    const std::vector<Sample> samples = SamplesOf(writer, atoms);
    const std::string refuted = execution.Read(writer, reader, samples) +
                                execution.RoundTrip(writer, reader, samples) +
                                execution.Json(writer, reader, JsonSamplesOf(writer, atoms));
    RC_LOG() << refuted << "\n";
    RC_ASSERT(refuted.empty());
  });
  EXPECT_TRUE(ok);
}

}  // namespace
}  // namespace leyline
