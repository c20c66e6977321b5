#include "analyzer/diff/gating.h"

#include <optional>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace leyline {
namespace {

Change ChangeWith(std::vector<Verdict> verdicts) {
  Change change;
  change.change_type = "CHANGE_FIELD_TYPE";
  change.verdicts = std::move(verdicts);
  return change;
}

Verdict On(Surface surface, Direction direction, Level level) {
  Verdict verdict;
  verdict.surface = surface;
  verdict.direction = direction;
  verdict.level = level;
  return verdict;
}

bool Gated(Mode mode, std::vector<Verdict> verdicts) {
  return IsGated(ChangeWith(std::move(verdicts)), {.mode = mode, .surfaces = Gating{}.surfaces});
}

TEST(IsGatedTest, LooksAtTheDirectionsOfTheMode) {
  const struct {
    Direction direction;
    bool backward, forward, full, strict;
  } cases[] = {
      {Direction::kBackward, true, false, true, true},
      {Direction::kForward, false, true, true, true},
      {Direction::kRoundTrip, false, false, true, true},
  };
  for (const auto& c : cases) {
    const std::vector<Verdict> verdicts = {On(Surface::kBinary, c.direction, Level::kBreaking)};
    EXPECT_EQ(Gated(Mode::kBackward, verdicts), c.backward);
    EXPECT_EQ(Gated(Mode::kForward, verdicts), c.forward);
    EXPECT_EQ(Gated(Mode::kFull, verdicts), c.full);
    EXPECT_EQ(Gated(Mode::kStrict, verdicts), c.strict);
  }
}

TEST(IsGatedTest, EveryLevelWorseThanCompatible) {
  const struct {
    Level level;
    bool want;
  } cases[] = {{Level::kCompatible, false},
               {Level::kConditional, true},
               {Level::kUnknown, true},
               {Level::kBreaking, true}};
  for (const auto& c : cases) {
    EXPECT_EQ(Gated(Mode::kBackward, {On(Surface::kJson, Direction::kBackward, c.level)}), c.want);
    EXPECT_TRUE(Gated(Mode::kStrict, {On(Surface::kJson, Direction::kBackward, c.level)}));
  }
}

TEST(IsGatedTest, OnlyTheSurfacesOfThePolicy) {
  const std::vector<Verdict> source = {On(Surface::kSource, Direction::kBackward, Level::kBreaking),
                                       On(Surface::kText, Direction::kBackward, Level::kBreaking)};
  EXPECT_FALSE(Gated(Mode::kBackward, source));
  EXPECT_FALSE(Gated(Mode::kFull, source));
  EXPECT_FALSE(Gated(Mode::kStrict, source));
  EXPECT_TRUE(
      IsGated(ChangeWith(source), {.mode = Mode::kBackward, .surfaces = {Surface::kSource}}));
}

TEST(IsGatedTest, WhatNobodyJudgedIsGated) {
  for (Mode mode : {Mode::kStrict, Mode::kBackward, Mode::kForward, Mode::kFull}) {
    EXPECT_TRUE(Gated(mode, {})) << NameOf(mode);
  }
}

TEST(IsGatedTest, OneVerdictIsEnough) {
  EXPECT_TRUE(
      Gated(Mode::kBackward, {On(Surface::kBinary, Direction::kBackward, Level::kCompatible),
                              On(Surface::kRpc, Direction::kBackward, Level::kConditional)}));
}

TEST(WorstOfTest, JoinsWhatCountsAndNothingElse) {
  const Change change = ChangeWith({On(Surface::kBinary, Direction::kBackward, Level::kConditional),
                                    On(Surface::kBinary, Direction::kForward, Level::kBreaking),
                                    On(Surface::kJson, Direction::kBackward, Level::kCompatible),
                                    On(Surface::kText, Direction::kRoundTrip, Level::kUnknown)});
  const struct {
    Mode mode;
    std::vector<Surface> surfaces;
    std::optional<Level> want;
  } cases[] = {
      {Mode::kBackward, {Surface::kBinary, Surface::kJson}, Level::kConditional},
      {Mode::kBackward, {Surface::kJson}, Level::kCompatible},
      {Mode::kForward, {Surface::kBinary}, Level::kBreaking},
      {Mode::kForward, {Surface::kJson, Surface::kText}, std::nullopt},
      {Mode::kFull, {Surface::kText}, Level::kUnknown},
      {Mode::kStrict, {Surface::kBinary, Surface::kText}, Level::kBreaking},
      {Mode::kFull, {Surface::kRpc, Surface::kSource}, std::nullopt},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(WorstOf(change, {.mode = c.mode, .surfaces = c.surfaces}), c.want) << NameOf(c.mode);
  }
}

TEST(CompatibilityOfTest, UnknownCountsAsBreaking) {
  EXPECT_EQ(CompatibilityOf(Level::kCompatible), Compatibility::kBackwardCompatible);
  EXPECT_EQ(CompatibilityOf(Level::kConditional), Compatibility::kConditional);
  EXPECT_EQ(CompatibilityOf(Level::kUnknown), Compatibility::kBreakingChange);
  EXPECT_EQ(CompatibilityOf(Level::kBreaking), Compatibility::kBreakingChange);
}

}  // namespace
}  // namespace leyline
