// What impact reports say, and how they say that there is more.
#include "report/impact_words.h"

#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/impact_page.h"
#include "report/text.h"
#include "tests/unit/report/sample.h"

namespace leyline {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// `count` conditional hits, and a breaking one behind them.
ImpactReport ManyHits(int count) {
  ImpactReport impact = SampleImpact();
  Hit hit = impact.changes[0].hits[0];
  impact.changes[0].hits.clear();
  hit.level = Level::kConditional;
  hit.meeting = {.if_last = Level::kConditional};
  for (int i = 0; i < count; ++i) {
    hit.subsystem = "s" + std::to_string(1000 + i);
    impact.changes[0].hits.push_back(hit);
  }
  hit.subsystem = "worst";
  hit.level = Level::kBreaking;
  hit.meeting = {.if_last = Level::kBreaking};
  impact.changes[0].hits.push_back(hit);
  return impact;
}

std::size_t CountOf(const std::string& text, std::string_view what) {
  std::size_t count = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
    ++count;
  }
  return count;
}

TEST(ImpactWords, ManyHitsAreCountedAndTheWorstShown) {
  const std::vector<Change> changes = SampleChanges();
  const ImpactReport impact = ManyHits(700);
  const ImpactView view{{"a", "b", changes}, &impact};

  const std::string text = ImpactText(view, {});
  EXPECT_THAT(text, HasSubstr("    BREAKING    worst (payments)"));
  EXPECT_EQ(CountOf(text, " (payments) reads "), 20U);
  EXPECT_THAT(
      text,
      HasSubstr(
          "    and 681 more, 681 other subsystems among them, none hit worse; --all shows them\n"));
  EXPECT_EQ(CountOf(ImpactText(view, {.all = true}), " (payments) reads "), 701U);

  const std::string html = ImpactHtml(view);
  EXPECT_THAT(html, AllOf(HasSubstr("The worst hits; 201 more are left out here, json has all"),
                          HasSubstr("id=\"s-worst\""), HasSubstr("1 BREAKING")));
  EXPECT_EQ(CountOf(html, "id=\"s-worst\""), 1U);

  const std::string markdown = ImpactMarkdown(view);
  EXPECT_THAT(markdown, AllOf(HasSubstr("| **BREAKING** | `worst` |"),
                              HasSubstr("641 more hits are left out here."),
                              HasSubstr("All hits by subsystem")));
}

TEST(ImpactWords, NoSubsystemIsCrowdedOutByTheManyHitsOfAnother) {
  const std::vector<Change> changes = SampleChanges();
  ImpactReport impact = ManyHits(3);
  std::vector<Hit>& hits = impact.changes[0].hits;
  Hit hit = hits.back();  // of `worst`
  for (int level = 0; level < 2; ++level) {
    hit.role = Role::kStores;
    for (int days = 1; days <= 20; ++days) {
      hit.retention_days = days;
      hit.path = {std::to_string(days)};  // another chain
      hits.push_back(hit);
    }
    hit.subsystem = "next";
  }
  const std::string text = ImpactText({{"a", "b", changes}, &impact}, {});
  EXPECT_THAT(text, AllOf(HasSubstr(" s1000 "), HasSubstr(" s1002 "), HasSubstr(" next "),
                          HasSubstr("    and 24 more of the same subsystems; --all shows them\n")));
  EXPECT_LT(text.find(" next "), text.find(" s1000 "));
}

TEST(ImpactWords, WhatIsAlikeIsSaidOnce) {
  const std::vector<Change> changes = SampleChanges();
  ImpactReport impact = SampleImpact();
  Hit hit = impact.changes[0].hits.at(0);
  Edge edge = impact.edges.at(0);
  impact.changes[0].hits.clear();
  impact.edges.clear();
  for (int i = 0; i < 7; ++i) {
    hit.contract = edge.contract = "shop.v1.Event" + std::to_string(i);
    hit.path = {hit.contract + ".order"};
    impact.changes[0].hits.push_back(hit);
    impact.edges.push_back(edge);
  }
  const ImpactView view{{"a", "b", changes}, &impact};
  const std::string text = ImpactText(view, {});
  EXPECT_THAT(text, HasSubstr("    BREAKING    ledger (payments) reads, by 7 paths\n"
                              "                may break; safe only before its writers\n"
                              "                shop.v1.Event0.order -> Order.total\n"
                              "                shop.v1.Event1.order -> Order.total\n"
                              "                shop.v1.Event2.order -> Order.total\n"
                              "                shop.v1.Event3.order -> Order.total\n"
                              "                shop.v1.Event4.order -> Order.total\n"
                              "                and 2 more; --all shows them\n"));
  EXPECT_THAT(text, HasSubstr("    BREAKING    shop -> ledger: 7 contracts (data, by the types): "
                              "reader first\n"
                              "                shop.v1.Event0\n"));
  EXPECT_THAT(
      ImpactText(view, {.all = true}),
      AllOf(HasSubstr("Event6.order ->"), HasSubstr("shop.v1.Event6\n"), Not(HasSubstr("--all"))));
}

TEST(ImpactWords, ManyChangesAreCountedAndTheWorstShown) {
  std::vector<Change> changes(600, SampleChanges()[1]);
  changes.push_back(SampleChanges()[0]);
  ImpactReport impact = SampleImpact();
  impact.changes = std::vector<ChangeImpact>(600, SampleImpact().changes[1]);
  impact.changes.push_back(SampleImpact().changes[0]);
  const ImpactView view{{"a", "b", changes}, &impact};

  const std::string text = ImpactText(view, {});
  EXPECT_THAT(text,
              AllOf(HasSubstr("REMOVE_FIELD"), Not(HasSubstr("ADD_FIELD\n")),
                    HasSubstr("600 more changes not shown, none worse than these; --all shows "
                              "them\n")));
  EXPECT_EQ(CountOf(ImpactText(view, {.all = true}), "ADD_FIELD\n"), 600U);
  EXPECT_THAT(ImpactMarkdown(view),
              AllOf(HasSubstr("| **BREAKING** | field `total` (3) of `shop.v1.Order` was removed"),
                    HasSubstr("591 more are left out here, none worse.")));
  EXPECT_THAT(ImpactHtml(view),
              HasSubstr("The worst changes; 101 more are left out here, json has all"));
}

TEST(ImpactWords, AllOtherListsAreCountedToo) {
  const std::vector<Change> changes = SampleChanges();
  ImpactReport impact = SampleImpact();
  Edge edge = impact.edges[0];
  const SizeDelta size = impact.sizes[0];
  for (int i = 0; i < 200; ++i) {
    const std::string name = "s" + std::to_string(i);
    edge.to = name;
    impact.edges.push_back(edge);
    impact.sizes.push_back(size);
    impact.unclaimed.push_back("shop.v1." + name);
    impact.approvers.push_back({.owner = name, .contact = "", .subsystems = {name}});
    impact.affected_subsystems.push_back(name);
    impact.rollout.phases[0].steps[0].subsystems.push_back(name);
    impact.rollout.phases[0].gates.push_back("wait for " + name);
    impact.rollback->findings.push_back(impact.rollback->findings[0]);
  }
  impact.sizes_left_out = 7;
  impact.edges_cut = true;
  const ImpactView view{{"a", "b", changes}, &impact};
  const std::string text = ImpactText(view, {});
  EXPECT_EQ(CountOf(text, "    and 151 more; --all shows them\n"), 3U)
      << "unclaimed, sizes, owners";
  EXPECT_THAT(text, AllOf(HasSubstr("    and 152 more; --all shows them\n    and those beyond the "
                                    "first 1000\n"),
                          HasSubstr("    and 151 more gates; --all shows them\n"),
                          HasSubstr("    and 191 more; --all shows them\n"),
                          HasSubstr("    and 7 beyond the first 100 of a kind\n"),
                          HasSubstr("s48 and 151 more: take the new")));
  const std::string all = ImpactText(view, {.all = true, .width = 10'000});
  EXPECT_THAT(all, AllOf(Not(HasSubstr("--all")), HasSubstr("s199: take the new contract")));
  EXPECT_THAT(ImpactHtml(view), AllOf(HasSubstr("<li>and 101 more</li>"),
                                      HasSubstr("; 7 more differ less, or are new or gone")));
  EXPECT_THAT(ImpactMarkdown(view), AllOf(HasSubstr("* and 171 more\n"),
                                          HasSubstr("; 7 more differ less, or are new or gone")));
}

TEST(ImpactWords, OfEdges) {
  Edge edge;
  edge.kind = EdgeKind::kStored;
  EXPECT_EQ(KindWords(edge), "stored data");
  edge.retention_days = 1;
  EXPECT_EQ(KindWords(edge), "stored data, 1 day");
  EXPECT_EQ(OrderWords(edge), "readable");
  edge.meeting = {.if_last = Level::kBreaking};
  EXPECT_EQ(OrderWords(edge), "no way back once new data is stored");
  edge.meeting = {.if_first = Level::kBreaking};
  EXPECT_EQ(OrderWords(edge), "not readable by the new version");
  edge.meeting.if_last = Level::kBreaking;
  EXPECT_EQ(OrderWords(edge), "not readable by the new version, and no way back");
  edge.kind = EdgeKind::kRequest;
  EXPECT_EQ(KindWords(edge), "requests");
  EXPECT_EQ(OrderWords(edge), "no order is safe");
  edge.kind = EdgeKind::kReply;
  EXPECT_EQ(KindWords(edge), "replies");
  edge.meeting = {.if_first = Level::kBreaking};
  EXPECT_EQ(OrderWords(edge), "writer first");
  edge.meeting = {};
  EXPECT_EQ(OrderWords(edge), "any order");
  edge.meeting = {.code = Level::kUnknown};
  EXPECT_EQ(OrderWords(edge), "depends on the change");
}

TEST(ImpactWords, OfCyclesAndPhases) {
  EXPECT_EQ(TitleOf(PhaseKind::kExpand), "Expand: the new form comes beside the old one");
  EXPECT_EQ(TitleOf(PhaseKind::kContract), "Contract: the old form goes");
  EXPECT_EQ(StepWords({{}, "remove it"}), "contracts: remove it");
  EXPECT_THAT(CycleWords({.subsystems = {"a"}, .declared = true}),
              HasSubstr("a reads what it writes:"));
  EXPECT_EQ(CycleWords({.subsystems = {"a", "b"}, .declared = false}),
            "a, b wait for each other (known by the types only): both forms must be written for a "
            "time");
  EXPECT_THAT(CycleWords({.subsystems = std::vector<std::string>(60, "a"), .declared = true}),
              HasSubstr("a and 10 more wait for each other:"));
}

TEST(ImpactWords, OfSizes) {
  SizeDelta size;
  size.kind = SizeDelta::Kind::kRequest;
  size.name = "S.Buy";
  size.contract = "Ask";
  EXPECT_EQ(SizeSubject(size), "requests of S.Buy (Ask)");
  size.kind = SizeDelta::Kind::kReply;
  EXPECT_EQ(SizeSubject(size), "replies of S.Buy (Ask)");
  size.kind = SizeDelta::Kind::kStored;
  EXPECT_EQ(SizeSubject(size), "stored by S.Buy: Ask");
  size.retention_days = 1;
  EXPECT_EQ(SizeSubject(size), "stored by S.Buy, 1 day: Ask");
  EXPECT_EQ(SampledWords(size.before), "none");
  EXPECT_EQ(BoundsWords(size.before), "none");
  EXPECT_EQ(DeltaWords(size), "");
  size.before = {.exists = true, .least = 0, .most = 4};
  size.after = {.exists = true, .least = 2, .most = std::nullopt, .sampled = 20};
  EXPECT_EQ(BoundsWords(size.before), "0 to 4 bytes");
  EXPECT_EQ(BoundsWords(size.after), "2 bytes or more");
  EXPECT_EQ(DeltaWords(size), "+2.5 bytes") << "nothing has no percentage";
  size.before.sampled = 20;
  EXPECT_EQ(DeltaWords(size), "same");
}

TEST(ImpactWords, OfAProposal) {
  ProposalView fits;
  fits.risk = "HIGH";
  fits.risk_covered = true;
  EXPECT_THAT(ProposalWords(fits, Risk::kHigh), IsEmpty());
  ProposalView lacks;
  lacks.id = "p";
  lacks.absent = {"ADD_FIELD `a.B.c`"};
  lacks.missing = {"x"};
  lacks.not_hit = {"y"};
  EXPECT_THAT(
      ProposalWords(lacks, Risk::kHigh),
      ElementsAre("it asks for ADD_FIELD `a.B.c`, which is not among the changes",
                  "it does not name the affected subsystems x; add them to "
                  "`affected_subsystems`",
                  "it names y, which nothing hits", "it declares no risk; computed is HIGH"));
  ProposalView low;
  low.risk = "LOW";
  EXPECT_THAT(ProposalWords(low, Risk::kHigh),
              ElementsAre("it declares risk LOW; computed is HIGH"));
  const std::vector<Change> changes = SampleChanges();
  const ImpactReport impact = SampleImpact();
  const ImpactView view{{"a", "b", changes}, &impact, &lacks};
  EXPECT_THAT(ImpactHtml(view), HasSubstr("<h2>Proposal <code>p</code></h2>"));
  EXPECT_THAT(ImpactMarkdown(view), HasSubstr("* proposal `p`: it names y, which nothing hits\n"));
}

TEST(ImpactWords, ACutChainSaysHowMuchIsMissing) {
  const Change change = SampleChanges()[0];
  Hit hit = SampleImpact().changes[0].hits[0];
  hit.path.clear();
  for (int i = 0; i < 16; ++i) hit.path.push_back("shop.v1.M" + std::to_string(i) + ".next");
  hit.links_left_out = 100;
  const std::vector<std::string> chain = ChainOf(change, hit);
  ASSERT_EQ(chain.size(), 11U);
  EXPECT_EQ(chain[5], "... 107 more ...");
  EXPECT_EQ(PathOf(hit)[8], "... 100 more ...");
}

}  // namespace
}  // namespace leyline
