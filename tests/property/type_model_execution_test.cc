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
      return failed == 0 ? "" : "COMPATIBLE, but " + outcomes.example;
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
  std::vector<std::string> Check(const Specimen& writer, const Specimen& reader,
                                 const std::vector<Sample>& samples) const {
    std::vector<std::string> refuted;
    if (NeedsShapes(writer, reader) || NeedsOtherRuntimes(writer, reader)) return refuted;
    const FieldSpec from = specs_(writer.name());
    const FieldSpec to = specs_(reader.name());
    const std::string direct =
        RefutedRead(Surface::kBinary, ReadBinary(from, to), Execute(reader, samples));
    if (!direct.empty()) {
      refuted.push_back(fmt::format("{} read as {}: {}", writer.name(), reader.name(), direct));
    }
    if (NeedsOtherRuntimes(reader, writer)) return refuted;
    const Reading leg = RoundTripLeg(from, to);
    if (DependsOnContent(from, to)) return refuted;
    const std::string round_trip =
        Refutation(Surface::kBinary, leg, ExecuteRoundTrip(writer, reader, samples));
    if (!round_trip.empty()) {
      refuted.push_back(fmt::format("{} through {}: {}", writer.name(), reader.name(), round_trip));
    }
    return refuted;
  }

 private:
  SpecMaker specs_;
  google::protobuf::LogSilencer quiet_;
};

void ExpectNone(const std::vector<std::string>& refuted) {
  EXPECT_TRUE(refuted.empty()) << refuted.size() << " readings are refuted";
  for (std::size_t i = 0; i < std::min<std::size_t>(refuted.size(), 20); ++i) {
    ADD_FAILURE() << refuted[i];
  }
}

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
  ExpectNone(refuted);
}

TEST(TypeModelExecution, HoldsInJsonForEveryPairAtTheBorders) {
  const SpecMaker specs;
  std::vector<std::string> refuted;
  for (const auto& [old_name, writer] : Specimens()) {
    const std::vector<Sample> samples = JsonSamplesOf(*writer, writer->Borders());
    for (const auto& [new_name, reader] : Specimens()) {
      if (NeedsShapes(*writer, *reader)) continue;
      const Reading reading = ReadJson(specs(old_name), specs(new_name));
      const std::string why = RefutedRead(Surface::kJson, reading, ExecuteJson(*reader, samples));
      if (!why.empty())
        refuted.push_back(fmt::format("{} read as {}: {}", old_name, new_name, why));
    }
  }
  ExpectNone(refuted);
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
