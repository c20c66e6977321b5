// leyline.v1.ImpactReport.
#include <algorithm>
#include <cctype>

#include "analyzer/witness/sample_values.h"
#include "report/json.h"
#include "report/json_parts.h"
#include "report/json_writer.h"

namespace leyline {
namespace {

// "reads" -> "READS"
std::string Upper(std::string_view word) {
  std::string upper(word);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return upper;
}

// A list of objects, or nothing when it is empty.
template <class List, class WriteItem>
void WriteList(JsonWriter& json, std::string_view key, const List& list, WriteItem write_item) {
  if (list.empty()) return;
  json.Key(key);
  json.BeginArray();
  for (const auto& item : list) {
    json.BeginObject();
    write_item(item);
    json.EndObject();
  }
  json.EndArray();
}

void WriteMeeting(JsonWriter& json, const Meeting& meeting) {
  json.Key("meeting");
  json.BeginObject();
  json.Field("if_first", NameOf(meeting.if_first));
  json.Field("if_last", NameOf(meeting.if_last));
  json.Field("passed_on", NameOf(meeting.passed_on));
  json.Field("code", NameOf(meeting.code));
  json.EndObject();
}

void WriteHit(JsonWriter& json, const Hit& hit) {
  json.Field("subsystem", hit.subsystem);
  json.Field("owner", hit.owner);
  json.Field("role", Upper(NameOf(hit.role)));
  json.Field("contract", hit.contract);
  WriteStrings(json, "path", hit.path);
  json.Field("level", NameOf(hit.level));
  json.Field("evidence", NameOf(hit.evidence));
  WriteMeeting(json, hit.meeting);
  json.Field("retention_days", hit.retention_days);
  json.Field("forwards", hit.forwards);
  json.Field("outside_fields", hit.outside_fields);
  json.Field("links_left_out", static_cast<int32_t>(hit.links_left_out));
}

void WriteEdge(JsonWriter& json, const Edge& edge) {
  json.Field("from", edge.from);
  json.Field("to", edge.to);
  json.Field("kind", NameOf(edge.kind));
  json.Field("contract", edge.contract);
  json.Field("evidence", NameOf(edge.evidence));
  WriteMeeting(json, edge.meeting);
  json.Field("order", NameOf(OrderOf(edge.meeting)));
  json.Field("element", edge.element);
  json.Field("retention_days", edge.retention_days);
}

void WritePhase(JsonWriter& json, const Phase& phase) {
  json.Field("kind", NameOf(phase.kind));
  WriteList(json, "steps", phase.steps, [&](const Step& step) {
    WriteStrings(json, "subsystems", step.subsystems);
    json.Field("action", step.action);
  });
  WriteStrings(json, "gates", phase.gates);
}

void WriteRollout(JsonWriter& json, const Rollout& rollout) {
  json.Key("rollout");
  json.BeginObject();
  WriteList(json, "phases", rollout.phases, [&](const Phase& phase) { WritePhase(json, phase); });
  WriteList(json, "cycles", rollout.cycles, [&](const Cycle& cycle) {
    WriteStrings(json, "subsystems", cycle.subsystems);
    json.Field("evidence", NameOf(cycle.declared ? HowKnown::kDeclared : HowKnown::kTypeGraph));
  });
  json.Field("complexity", rollout.points);
  WriteList(json, "reasons", rollout.reasons, [&](const ComplexityReason& reason) {
    json.Field("points", reason.points);
    json.Field("reason", reason.reason);
  });
  json.EndObject();
}

void WriteRollback(JsonWriter& json, const Rollback& rollback) {
  json.Key("rollback");
  json.BeginObject();
  json.Field("mode", NameOf(rollback.mode));
  json.Field("satisfied", rollback.findings.empty());
  WriteList(json, "findings", rollback.findings, [&](const RollbackFinding& finding) {
    json.Field("change_type", finding.change_type);
    json.Field("element", finding.element);
    json.Field("level", NameOf(finding.level));
    json.Field("surface", finding.surface);
  });
  json.EndObject();
}

// 64-bit numbers are strings in ProtoJSON.
void WriteInt64(JsonWriter& json, std::string_view key, uint64_t value) {
  if (value > 0) json.Field(key, std::to_string(value));
}

void WriteSide(JsonWriter& json, std::string_view key, const SizeDelta::Side& side) {
  json.Key(key);
  json.BeginObject();
  json.Field("exists", side.exists);
  WriteInt64(json, "least", side.least);
  WriteInt64(json, "most", side.most.value_or(0));
  WriteInt64(json, "sampled", side.sampled);
  WriteInt64(json, "encode_ns", static_cast<uint64_t>(side.encode_ns));
  WriteInt64(json, "decode_ns", static_cast<uint64_t>(side.decode_ns));
  json.Field("unbounded", side.exists && !side.most.has_value());
  json.EndObject();
}

void WriteSize(JsonWriter& json, const SizeDelta& size) {
  json.Field("kind", NameOf(size.kind));
  json.Field("name", size.name);
  json.Field("contract", size.contract);
  WriteSide(json, "before", size.before);
  WriteSide(json, "after", size.after);
  json.Field("samples", kSamples);
  json.Field("retention_days", size.retention_days);
}

void WriteProposal(JsonWriter& json, const ProposalView& proposal) {
  json.Key("proposal");
  json.BeginObject();
  json.Field("proposal_id", proposal.id);
  WriteStrings(json, "absent", proposal.absent);
  WriteStrings(json, "missing", proposal.missing);
  WriteStrings(json, "not_hit", proposal.not_hit);
  json.Field("declared_risk", proposal.risk);
  json.Field("risk_covered", proposal.risk_covered);
  json.EndObject();
}

}  // namespace

void WriteImpact(JsonWriter& json, const ImpactReport& impact) {
  WriteList(json, "impacts", impact.changes, [&](const ChangeImpact& change) {
    json.Field("change_digest", change.change_digest);
    WriteList(json, "hits", change.hits, [&](const Hit& hit) { WriteHit(json, hit); });
  });
  WriteStrings(json, "affected_subsystems", impact.affected_subsystems);
  WriteStrings(json, "unclaimed", impact.unclaimed);
  json.Field("risk", NameOf(impact.risk));
  WriteStrings(json, "risk_reasons", impact.risk_reasons);
  WriteList(json, "approvers", impact.approvers, [&](const Approver& approver) {
    json.Field("owner", approver.owner);
    json.Field("contact", approver.contact);
    WriteStrings(json, "subsystems", approver.subsystems);
  });
  WriteList(json, "edges", impact.edges, [&](const Edge& edge) { WriteEdge(json, edge); });
  json.Field("edges_cut", impact.edges_cut);
  WriteRollout(json, impact.rollout);
  if (impact.rollback.has_value()) WriteRollback(json, *impact.rollback);
  WriteList(json, "sizes", impact.sizes, [&](const SizeDelta& size) { WriteSize(json, size); });
  json.Field("sizes_left_out", static_cast<int32_t>(impact.sizes_left_out));
}

std::string ImpactJson(const ImpactView& view) {
  std::string out;
  JsonWriter json(out);
  json.BeginObject();
  json.Field("format_version", kFormatVersion);
  json.Field("before", view.diff.before);
  json.Field("after", view.diff.after);
  WriteChanges(json, view.diff.changes);
  WriteImpact(json, *view.impact);
  if (view.proposal != nullptr) WriteProposal(json, *view.proposal);
  json.EndObject();
  out.push_back('\n');
  return out;
}

}  // namespace leyline
