// Random small schemas evolve; what the rules say of the edits is refuted or not by libprotobuf:
// messages of one version, read by the other, both directions and round trips. Fields are known by
// name here: number, type, cardinality and oneof of each may change.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/stubs/logging.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "analyzer/rules/rule.h"
#include "tests/property/wire_atoms.h"
#include "tests/support/snapshots.h"

namespace leyline {
namespace {

namespace pb = google::protobuf;

struct FieldPlan {
  std::string name;
  int number = 0;
  std::string type;
  std::string label;  // "", "optional", "repeated", "oneof"

  bool operator==(const FieldPlan&) const = default;
};
using Plan = std::vector<FieldPlan>;

std::string Declaration(const FieldPlan& field) {
  const std::string label = field.label.empty() || field.label == "oneof" ? "" : field.label + " ";
  return fmt::format("  {}{} {} = {};\n", label, field.type, field.name, field.number);
}

std::string SourceOf(const Plan& plan) {
  std::string text =
      "syntax = \"proto3\";\npackage t;\n"
      "enum E { Z = 0; A = 1; B = 2; NEG = -1; }\n"
      "message S { int32 x = 1; }\nmessage W { int64 x = 1; }\nmessage M {\n";
  std::string members;
  for (const FieldPlan& field : plan) {
    (field.label == "oneof" ? members : text) += Declaration(field);
  }
  if (!members.empty()) text += " oneof choice {\n" + members + " }\n";
  return text + "}\n";
}

FieldPlan RandomField(std::string name, int number) {
  return {.name = std::move(name),
          .number = number,
          .type = *rc::gen::element<std::string>(
              "int32", "int64", "uint32", "uint64", "sint32", "sint64", "bool", "string", "bytes",
              "E", "S", "W", "fixed32", "fixed64", "float", "double", "sfixed32", "sfixed64"),
          .label = *rc::gen::element<std::string>("", "optional", "repeated", "oneof")};
}

Plan RandomPlan() {
  Plan plan;
  const int count = *rc::gen::inRange(1, 5);
  for (int i = 0; i < count; ++i) {
    plan.push_back(RandomField(std::string(1, static_cast<char>('a' + i)), i + 1));
  }
  return plan;
}

void Evolve(Plan& plan, std::size_t at) {
  FieldPlan& field = plan[at];
  const FieldPlan fresh = RandomField(field.name, field.number);
  switch (*rc::gen::inRange(0, 7)) {
    case 0:
      field.type = fresh.type;
      break;
    case 1:
      field.label = fresh.label;
      break;
    case 2:
      field.number = 10 + (field.name[0] - 'a');
      break;
    case 3:
      field = fresh;
      break;
    case 4:
      field.name += "_renamed";
      break;
    case 5:
      plan.erase(plan.begin() + static_cast<std::ptrdiff_t>(at));
      break;
    default:
      plan.push_back(RandomField("z", 20));
      break;
  }
}

// One version as libprotobuf knows it.
class Version {
 public:
  explicit Version(const std::string& source) : factory_(&pool_) {
    pb::io::ArrayInputStream input(source.data(), static_cast<int>(source.size()));
    pb::io::Tokenizer tokenizer(&input, nullptr);
    pb::FileDescriptorProto file;
    file.set_name("a.proto");
    pb::compiler::Parser parser;
    parser.Parse(&tokenizer, &file);
    message_ = pool_.BuildFile(file)->FindMessageTypeByName("M");
  }

  std::unique_ptr<pb::Message> New() const {
    return std::unique_ptr<pb::Message>(factory_.GetPrototype(message_)->New());
  }
  const pb::Descriptor& message() const { return *message_; }

 private:
  pb::DescriptorPool pool_;
  mutable pb::DynamicMessageFactory factory_;
  const pb::Descriptor* message_;
};

// Each field is unset, or holds values from the borders of its type or at random.
std::unique_ptr<pb::Message> RandomMessage(const Version& version, std::mt19937_64& random) {
  std::unique_ptr<pb::Message> message = version.New();
  for (int i = 0; i < version.message().field_count(); ++i) {
    const pb::FieldDescriptor& field = *version.message().field(i);
    const std::vector<Atom> borders = SpecimenBorders(field);
    const uint64_t count = field.is_repeated() ? random() % 4 : random() % 3 != 0 ? 1 : 0;
    for (uint64_t n = 0; n < count; ++n) {
      const bool border = random() % 2 == 0;
      Put(*message, field,
          border ? borders[random() % borders.size()] : RandomAtomOf(field, random()));
    }
  }
  return message;
}

// Empty when every field that both versions have holds the same.
std::string Difference(const pb::Message& written, const pb::Message& read) {
  for (int i = 0; i < written.GetDescriptor()->field_count(); ++i) {
    const pb::FieldDescriptor& field = *written.GetDescriptor()->field(i);
    const pb::FieldDescriptor* partner = read.GetDescriptor()->FindFieldByName(field.name());
    if (partner == nullptr) continue;
    const Value before = ValueOf(written, field);
    const Value after = ValueOf(read, *partner);
    if (!SameValue(before, after)) {
      return fmt::format("{}: {} -> {}", field.name(), Show(before), Show(after));
    }
  }
  return "";
}

std::string Read(const pb::Message& message, const Version& reader) {
  const std::unique_ptr<pb::Message> read = reader.New();
  if (!read->ParseFromString(message.SerializeAsString())) return "refused";
  return Difference(message, *read);
}

std::string ThereAndBack(const pb::Message& message, const Version& writer, const Version& other) {
  const std::unique_ptr<pb::Message> passed = other.New();
  if (!passed->ParseFromString(message.SerializeAsString())) return "refused";
  const std::unique_ptr<pb::Message> back = writer.New();
  if (!back->ParseFromString(passed->SerializeAsString())) return "refused on its way back";
  return Difference(message, *back);
}

// The first of many messages that does not survive; empty when all do.
std::string Counterexample(const Version& before, const Version& after, Direction direction,
                           uint64_t seed, int tries) {
  std::mt19937_64 random(seed);
  for (int i = 0; i < tries; ++i) {
    std::string found;
    if (direction != Direction::kForward) {
      const auto message = RandomMessage(before, random);
      found = direction == Direction::kBackward ? Read(*message, after)
                                                : ThereAndBack(*message, before, after);
    }
    if (found.empty() && direction != Direction::kBackward) {
      const auto message = RandomMessage(after, random);
      found = direction == Direction::kForward ? Read(*message, before)
                                               : ThereAndBack(*message, after, before);
    }
    if (!found.empty()) return found;
  }
  return "";
}

Verdict WorstOf(const std::vector<Change>& changes, Direction direction) {
  Verdict worst{.surface = Surface::kBinary,
                .direction = direction,
                .level = Level::kCompatible,
                .effect = Effect::kNone,
                .condition = "",
                .silent = false};
  for (const Change& change : changes) {
    for (const Verdict& verdict : change.verdicts) {
      const bool counts = verdict.surface == Surface::kBinary && verdict.direction == direction;
      if (counts && verdict.level > worst.level) worst = verdict;
    }
  }
  return worst;
}

// Some verdicts are about what comes later or what a program does in between: no execution of two
// versions refutes them.
bool IsAboutMore(const Verdict& verdict) {
  return verdict.effect == Effect::kReusePossible ||
         (verdict.direction == Direction::kRoundTrip &&
          verdict.effect == Effect::kOtherMemberCleared);
}

constexpr Direction kDirections[] = {Direction::kBackward, Direction::kForward,
                                     Direction::kRoundTrip};

struct Evolution {
  Plan before;
  Plan after;
};

int edits_done = 0;

Evolution RandomEvolution(int edits) {
  Evolution evolution;
  evolution.before = RandomPlan();
  evolution.after = evolution.before;
  for (int i = 0; i < edits && !evolution.after.empty(); ++i) {
    const Plan former = evolution.after;
    Evolve(evolution.after, *rc::gen::inRange<std::size_t>(0, former.size()));
    if (evolution.after != former) ++edits_done;
    if (!evolution.after.empty() && evolution.after.back().name == "z") break;
  }
  return evolution;
}

// Says how much was tried: RC_PARAMS=max_success=N tries more.
class Evolutions : public ::testing::Test {
 protected:
  void TearDown() override { std::puts(fmt::format("{} edits executed", edits_done).c_str()); }

 private:
  const pb::LogSilencer quiet_;
};

TEST_F(Evolutions, WhatIsCalledCompatibleSurvives) {
  EXPECT_TRUE(rc::check("no COMPATIBLE is refuted", [] {
    const Evolution evolution = RandomEvolution(*rc::gen::inRange(1, 4));
    const std::string before = SourceOf(evolution.before);
    const std::string after = SourceOf(evolution.after);
    RC_LOG() << before << "\n" << after << "\n";
    const Snapshot old_snapshot = testing::MustLoad(before);
    const Snapshot new_snapshot = testing::MustLoad(after);
    const std::vector<Change> changes = Diff(old_snapshot, new_snapshot);
    const Version old_version(before);
    const Version new_version(after);
    const auto seed = *rc::gen::arbitrary<uint64_t>();
    for (Direction direction : kDirections) {
      if (WorstOf(changes, direction).level != Level::kCompatible) continue;
      const std::string found = Counterexample(old_version, new_version, direction, seed, 150);
      RC_LOG() << NameOf(direction) << ": " << found << "\n" << testing::Dump(changes);
      RC_ASSERT(found.empty());
    }
  }));
}

TEST_F(Evolutions, WhatIsCalledBreakingOrConditionalFailsForSomeMessage) {
  EXPECT_TRUE(rc::check("every other verdict has a witness", [] {
    const Evolution evolution = RandomEvolution(1);
    const std::string before = SourceOf(evolution.before);
    const std::string after = SourceOf(evolution.after);
    RC_LOG() << before << "\n" << after << "\n";
    const Snapshot old_snapshot = testing::MustLoad(before);
    const Snapshot new_snapshot = testing::MustLoad(after);
    const std::vector<Change> changes = Diff(old_snapshot, new_snapshot);
    const Version old_version(before);
    const Version new_version(after);
    const auto seed = *rc::gen::arbitrary<uint64_t>();
    for (Direction direction : kDirections) {
      const Verdict worst = WorstOf(changes, direction);
      if (worst.level == Level::kCompatible || IsAboutMore(worst)) continue;
      RC_LOG() << NameOf(direction) << ": nothing fails\n" << testing::Dump(changes);
      // Found early as a rule; some harm only a few of all values.
      RC_ASSERT(!Counterexample(old_version, new_version, direction, seed, 5000).empty());
    }
  }));
}

}  // namespace
}  // namespace leyline
