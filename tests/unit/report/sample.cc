#include "tests/unit/report/sample.h"

namespace leyline {

std::vector<Change> SampleChanges() {
  Change removed{.change_type = "REMOVE_FIELD",
                 .contract = "shop.v1.Order",
                 .element = "shop.v1.Order.total",
                 .message = "field `total` (3) of `shop.v1.Order` was removed",
                 .before_facts = {{"number", "3"}},
                 .after_facts = {},
                 .before = SourceSpan{"orders/order.proto", 39, 3},
                 .after = std::nullopt,
                 .digest = "",
                 .verdicts = {{Surface::kBinary, Direction::kBackward, Level::kConditional,
                               Effect::kReusePossible, "number 3 is never used again", true},
                              {Surface::kJson, Direction::kBackward, Level::kBreaking,
                               Effect::kNameUnknown, "", false}}};
  removed.verdicts[0].witness = Witness{.reason = "what comes is not known"};
  removed.verdicts[1].witness = Witness{.from_after = false,
                                        .json = R"({"total":5})",
                                        .written = "total = 5",
                                        .read = "refused: unknown field `total`"};
  removed.before_source = "message Order {\n  int32 total = 3;\n}\n";
  removed.after_source = "message Order {\n}\n";
  removed.digest = DigestOf(removed);
  Change added{.change_type = "ADD_FIELD",
               .contract = "shop.v1.Order",
               .element = "shop.v1.Order.note",
               .message = "field `note` <\x1b[31m> %0A::error:: was added\n",
               .before_facts = {},
               .after_facts = {{"number", "4"}},
               .before = std::nullopt,
               .after = SourceSpan{"orders/order.proto", 41, 3},
               .digest = "",
               .verdicts = {{Surface::kBinary, Direction::kForward, Level::kCompatible,
                             Effect::kRetainedUnknown, "", true}}};
  added.digest = DigestOf(added);
  return {removed, added};
}

ImpactReport SampleImpact() {
  const std::vector<Change> changes = SampleChanges();
  ImpactReport impact;
  impact.changes = {{changes[0].digest,
                     {{.subsystem = "ledger",
                       .owner = "payments",
                       .role = Role::kReads,
                       .contract = "shop.v1.Event",
                       .path = {"shop.v1.Event.order"},
                       .level = Level::kBreaking,
                       .meeting = {.if_last = Level::kBreaking},
                       .evidence = HowKnown::kTypeGraph}}},
                    {changes[1].digest, {}}};
  impact.affected_subsystems = {"ledger"};
  impact.approvers = {{.owner = "payments", .contact = "#pay", .subsystems = {"ledger"}}};
  impact.unclaimed = {"shop.v1.Note"};
  impact.edges = {{.from = "shop",
                   .to = "ledger",
                   .kind = EdgeKind::kData,
                   .contract = "shop.v1.Event",
                   .evidence = HowKnown::kTypeGraph,
                   .meeting = {.if_last = Level::kBreaking},
                   .element = "shop.v1.Order.total"},
                  {.from = "ledger",
                   .to = "ledger",
                   .kind = EdgeKind::kStored,
                   .contract = "shop.v1.Event",
                   .evidence = HowKnown::kDeclared,
                   .meeting = {.if_first = Level::kConditional},
                   .element = "shop.v1.Order.total",
                   .retention_days = 90}};
  impact.rollout.phases = {
      {.kind = PhaseKind::kMigrate,
       .steps = {{{"ledger"}, "take the new contract"}, {{"shop"}, "take the new contract"}},
       .gates = {"each step runs everywhere"}}};
  impact.rollout.cycles = {{.subsystems = {"a", "b"}, .declared = false}};
  impact.rollback =
      Rollback{Mode::kFull, {{"ADD_FIELD", "shop.v1.Order.total", Level::kBreaking, "json"}}};
  impact.sizes = {
      {.kind = SizeDelta::Kind::kStored,
       .name = "ledger",
       .contract = "shop.v1.Event",
       .before = {.exists = true, .least = 0, .most = 20, .sampled = 80},
       .after = {.exists = true, .least = 2, .most = std::nullopt, .sampled = 100, .encode_ns = 8},
       .retention_days = 90}};
  impact.rollout.points = 1;
  impact.rollout.reasons = {{1, "released in a given order: shop"}};
  impact.risk = Risk::kHigh;
  impact.risk_reasons = {"a breaking change hits ledger"};
  return impact;
}

SampleGate::SampleGate() {
  policy.gating.mode = Mode::kBackward;
  policy.digest = "sha256:77";
  request.changes = changes;
  request.impact = &impact;
  request.policy = &policy;
  request.target_ref = "refs/heads/main";
  verdict.outcome = GateOutcome::kBlocked;
  verdict.gated = {changes[0].digest};
  verdict.requirements = {{.code = "LG5001",
                           .satisfied = false,
                           .message = "no proposal covers it",
                           .change_digest = changes[0].digest,
                           .where = SourceSpan{"orders/order.proto", 39, 3},
                           .next = "write a proposal"},
                          {.code = "LG3017",
                           .satisfied = true,
                           .message = "impact analysis is there",
                           .change_digest = "",
                           .where = std::nullopt,
                           .next = ""}};
  BreakerState breaker;
  breaker.violations = {{"k", Time{1}}};
  verdict.scopes_after = {{"refs/heads/main/payments", breaker}};
}

GateView SampleGate::view() const {
  return {.diff = {"0123456789abcdef", "fedcba", changes},
          .request = &request,
          .verdict = &verdict,
          .exit_code = 1,
          .recorded = true};
}

}  // namespace leyline
