// Changes + subsystem map -> whom they hit, by which path, and what to do about it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/diff/change.h"
#include "analyzer/impact/rollback.h"
#include "analyzer/impact/subsystems.h"
#include "analyzer/schema/snapshot.h"

namespace leyline {

enum class Risk : uint8_t { kLow, kMedium, kHigh, kCritical };

// How a use is known. Only what is declared breaks; all else may. Ordered from sure to less sure.
enum class HowKnown : uint8_t { kDeclared, kTypeGraph };

// The worst level by who takes the new contract first.
struct Meeting {
  Level if_first = Level::kCompatible;  // before those it exchanges data with; with old stored data
  Level if_last = Level::kCompatible;   // after them; also when it is rolled back
  Level passed_on = Level::kCompatible;  // either version passes on what the other wrote
  Level code = Level::kCompatible;       // generated code

  Level worst() const { return std::max({if_first, if_last, passed_on, code}); }
  void Join(const Meeting& other);
  bool operator==(const Meeting&) const = default;
};

// One subsystem that a change hits.
struct Hit {
  std::string subsystem;
  std::string owner;
  Role role = Role::kReads;
  std::string contract;  // the declared contract through which it is hit
  // The shortest chain from the declared contract to the changed one, each link "Message.field" or
  // "Service.Method": {"esper.v1.SystemStatePacket.telemetry", "esper.v1.TelemetryFrame.samples"}.
  // Empty: the declared contract itself changed. Of a very long one the ends, 8 links each.
  std::vector<std::string> path = {};
  uint32_t links_left_out = 0;  // between them
  Level level =
      Level::kCompatible;  // the worst verdict on this subsystem's surfaces and directions
  Meeting meeting = {};    // the same by who goes first, seen from the subsystem
  HowKnown evidence = HowKnown::kDeclared;
  int retention_days = 0;       // kStores; 0: not said
  bool forwards = false;        // it also takes in or gives out what travels here
  bool outside_fields = false;  // the fields that it declares are others: only a refusal hits it
};

struct ChangeImpact {
  std::string change_digest;
  std::vector<Hit> hits;  // sorted by subsystem, role, contract
};
// Whether anybody but its owner is known to use what changed.
bool IsUsed(const ChangeImpact& impact);

// kData: `from` writes and `to` reads. kStored: what `to` keeps, from itself. kRequest and kReply:
// between the callers and the servers of a service.
enum class EdgeKind : uint8_t { kData, kStored, kRequest, kReply };

// Which end has to take the new contract first.
enum class Order : uint8_t { kAny, kReaderFirst, kWriterFirst, kNeither };
Order OrderOf(const Meeting& meeting);

// Data that goes from one subsystem to another, over all changes.
struct Edge {
  std::string from;
  std::string to;  // the reader, which is who is hit
  EdgeKind kind = EdgeKind::kData;
  std::string contract;  // that `to` declares
  // kDeclared: `from` names it too. kTypeGraph: `from` writes something that holds it or is in it.
  HowKnown evidence = HowKnown::kDeclared;
  Meeting meeting;      // seen from `to`, by its surfaces
  std::string element;  // the change that makes it so
  int retention_days = 0;
};

enum class PhaseKind : uint8_t { kExpand, kMigrate, kContract };

// What some subsystems do at the same time.
struct Step {
  std::vector<std::string> subsystems;  // sorted; empty: who maintains the contracts
  std::string action;
};

struct Phase {
  PhaseKind kind = PhaseKind::kMigrate;
  std::vector<Step> steps = {};         // one after the other
  std::vector<std::string> gates = {};  // what must hold before the next phase
};

// Subsystems that would all have to go first.
struct Cycle {
  std::vector<std::string> subsystems;  // sorted; one: it reads what it writes
  bool declared = true;                 // false: some of its edges are known by the type graph only
};

struct ComplexityReason {
  int points = 0;
  std::string reason;
};

struct Rollout {
  std::vector<Phase> phases;  // none: nobody has to do anything
  std::vector<Cycle> cycles;
  int points = 0;
  std::vector<ComplexityReason> reasons;  // they add up to `points`
};

// Who answers for the subsystems that are hit.
struct Approver {
  std::string owner;
  std::string contact;  // of the first of the subsystems that has one
  std::vector<std::string> subsystems;
};

// How the encoded size of one thing that travels or is stored changes. In bytes, of binary.
struct SizeDelta {
  enum class Kind : uint8_t { kMessage, kRequest, kReply, kStored };
  struct Side {
    bool exists = false;
    uint64_t least = 0;
    std::optional<uint64_t> most;  // nothing: no bound
    uint64_t sampled = 0;          // of kSamples messages together
    int64_t encode_ns = 0;         // the same, on this machine; 0: not measured
    int64_t decode_ns = 0;
  };
  Kind kind = Kind::kMessage;
  std::string name;      // of the message or method; of the subsystem that stores
  std::string contract;  // the message
  Side before;
  Side after;
  int retention_days = 0;
};

struct ImpactReport {
  std::vector<ChangeImpact> changes;             // one a change, in the changes' order
  std::vector<std::string> affected_subsystems;  // sorted; hit at more than kCompatible
  std::vector<Approver> approvers;               // of those, by owner
  std::vector<std::string> unclaimed;            // changed contracts that no subsystem uses, sorted
  std::vector<Edge> edges;                       // the worst first, at most kMostEdges
  bool edges_cut = false;                        // there are more; hits and rollout count them too
  Rollout rollout;
  std::optional<Rollback> rollback;  // nothing: not asked for
  std::vector<SizeDelta> sizes;      // see CompareSizes; none: not asked for, or nothing to see
  uint32_t sizes_left_out = 0;       // beyond kMostSizes of a kind
  Risk risk = Risk::kLow;
  std::vector<std::string> risk_reasons;
};

inline constexpr std::size_t kMostEdges = 1000;

// Time is linear in the type graph, plus for each changed contract the types that lead to it and
// their claims: fields times subsystems at most. Memory is linear in the type graph and in the
// hits. An entry of `subsystems` that names no contract of either side is an error (LG2101) with a
// suggestion.
Result<ImpactReport> ComputeImpact(std::span<const Change> changes, const Snapshot& before,
                                   const Snapshot& after, const Subsystems& subsystems);

// The same with a map that is resolved before the changes are known: see ResolveMap.
struct ResolvedMap;
ImpactReport ComputeImpact(std::span<const Change> changes, const ResolvedMap& map,
                           const Subsystems& subsystems);

std::string_view NameOf(Risk risk);             // "HIGH"
std::string_view NameOf(HowKnown evidence);     // "TYPE_GRAPH"
std::string_view NameOf(EdgeKind kind);         // "STORED"
std::string_view NameOf(Order order);           // "READER_FIRST"
std::string_view NameOf(PhaseKind kind);        // "EXPAND"
std::string_view NameOf(SizeDelta::Kind kind);  // "REPLY"

}  // namespace leyline
