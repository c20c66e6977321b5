// Contracts under another name: what is alike enough to be the same thing, edited on the way or
// not. What stands in a renamed message follows it, and is never guessed at.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/diff/contest.h"
#include "analyzer/diff/field_index.h"
#include "analyzer/diff/pairing.h"
#include "analyzer/diff/uses.h"

namespace leyline {
namespace {

// What speaks for a rename beside likeness, the strongest first. Likeness alone doesn't make one:
// many messages look the same.
enum class Ground : uint8_t {
  kUses,    // a use followed
  kUnused,  // nobody uses either of them, so that no use could follow
  kName,    // the name is much the same
};
constexpr Ground kGrounds[] = {Ground::kUses, Ground::kUnused, Ground::kName};

struct NoUses {
  bool IsReplaced(const Service*, const Service*) const { return false; }
  bool IsUsed(const Service*) const { return false; }
};

// A thing with one or two members is easily taken for another: without a use that followed, it must
// agree in all of them.
template <class Node>
bool IsAlikeByItself(const Candidate<Node>& candidate) {
  return candidate.IsAlike() && (candidate.of > 2 || candidate.votes == candidate.of);
}

// What went elsewhere under its old name and looks the same in all.
template <class Node>
bool IsWholeMove(const Candidate<Node>& candidate) {
  return candidate.before->name == candidate.after->name && candidate.is_only && candidate.of > 2 &&
         candidate.votes == candidate.of;
}

template <class Node, class NodeUses>
bool IsConvincing(const Matching& matching, const NodeUses& uses, Ground ground,
                  const Candidate<Node>& candidate) {
  const Node& before = *candidate.before;
  const Node& after = *candidate.after;
  if (ground == Ground::kUses) {
    const bool is_like =
        candidate.of == 0 || candidate.IsAlike() || IsLikeName(before.name, after.name);
    return is_like && uses.IsReplaced(&before, &after);
  }
  if (!IsAlikeByItself(candidate) || !IsSamePackage(matching, before, after)) return false;
  const bool is_same_place = IsSamePlace(matching, before, after);
  const bool is_used = uses.IsUsed(&before) || uses.IsUsed(&after);
  if (ground == Ground::kUnused) {
    return !is_used && (candidate.is_only || (candidate.of > 2 && is_same_place));
  }
  return is_same_place || !is_used ? IsLikeName(before.name, after.name) : IsWholeMove(candidate);
}

class Recogniser {
 public:
  explicit Recogniser(Matching& matching)
      : matching_(matching),
        uses_(matching),
        messages_(matching, matching.messages, matching.before.messages, matching.after.messages),
        enums_(matching, matching.enums, matching.before.enums, matching.after.enums),
        services_(matching, matching.services, matching.before.services, matching.after.services) {}

  void Run() {
    for (const Message* before : matching_.before.messages) {
      const Message* after = matching_.messages.AfterOf(before);
      if (after != nullptr) OnJoined(*before, *after);
    }
    for (const Ground ground : {Ground::kUnused, Ground::kName}) {
      Join(services_, matching_.services, NoUses(), ground);
    }
    for (const Service* before : matching_.before.services) {
      const Service* after = matching_.services.AfterOf(before);
      if (after != nullptr) uses_.Follow(*before, *after);
    }
    RecogniseMessages();
    AddHeirs(enums_, uses_.TakeEnums());
    for (const Ground ground : kGrounds) Join(enums_, matching_.enums, uses_.enums(), ground);
    SetEvidence(messages_, matching_.messages, uses_.messages());
    SetEvidence(enums_, matching_.enums, uses_.enums());
    SetEvidence(services_, matching_.services, NoUses());
  }

 private:
  // Bounds the work where each rename is only seen once another one is.
  static constexpr int kMaxRounds = 32;

  // A message that was recognised makes the uses in it tell, so the strongest ground is tried
  // again.
  void RecogniseMessages() {
    for (int round = 0; round < kMaxRounds; ++round) {
      AddHeirs(messages_, uses_.TakeMessages());
      const bool is_news =
          std::any_of(std::begin(kGrounds), std::end(kGrounds), [&](Ground ground) {
            return Join(messages_, matching_.messages, uses_.messages(), ground);
          });
      if (!is_news) return;
    }
  }

  template <class Node>
  void AddHeirs(Contest<Node>& contest, const Uses::News<Node>& news) {
    for (const auto& [before, after] : news) contest.Add(before, after);
    contest.Rank();
  }

  // Joins the best first; says whether there were any.
  template <class Node, class NodeUses>
  bool Join(Contest<Node>& contest, Pairing<Node>& pairing, const NodeUses& uses, Ground ground) {
    bool is_any = false;
    // By index: what is joined makes others known.
    for (const Candidate<Node>& candidate : contest.open()) {
      if (!IsConvincing(matching_, uses, ground, candidate)) continue;
      const How how = HowOf(*candidate.before, *candidate.after);
      if (!pairing.Join(candidate.before, candidate.after, how)) continue;
      contest.SetWon(candidate);
      OnJoined(*candidate.before, *candidate.after);
      is_any = true;
    }
    contest.DropDecided();
    return is_any;
  }

  template <class Node>
  How HowOf(const Node& before, const Node& after) const {
    // The message of a group is named after its field, whose rename is the one to report.
    if constexpr (requires { before.is_group; }) {
      if (before.is_group && after.is_group) return How::kFollows;
    }
    return IsSamePlace(matching_, before, after) ? How::kRenamed : How::kMoved;
  }

  void OnJoined(const Enum&, const Enum&) {}
  void OnJoined(const Service&, const Service&) {}
  void OnJoined(const Message& before, const Message& after) {
    uses_.Follow(before, after);
    FollowGroups(before, after);
    for (const Message& child : before.messages) FollowByName(child, after);
    for (const Enum& child : before.enums) {
      if (matching_.enums.IsJoined(&child)) continue;
      matching_.enums.Join(&child, matching_.after_snapshot.FindEnum(NestedName(after, child.name)),
                           How::kFollows);
    }
  }

  // Recursion is bounded by the nesting limit of the parser and the decoder.
  void FollowByName(const Message& child, const Message& new_parent) {
    if (matching_.messages.IsJoined(&child)) return;
    JoinFollowing(child, matching_.after_snapshot.FindMessage(NestedName(new_parent, child.name)));
  }
  void JoinFollowing(const Message& before, const Message* after) {
    if (matching_.messages.Join(&before, after, How::kFollows)) OnJoined(before, *after);
  }

  // The message of a group goes where its field, which has the same number, went.
  void FollowGroups(const Message& before, const Message& after) {
    const auto is_free = [&](const Field& field) {
      return field.type == FieldType::kGroup && !matching_.messages.IsJoined(field.message);
    };
    if (std::none_of(before.fields.begin(), before.fields.end(), is_free)) return;
    const FieldIndex index(after);
    for (const Field& field : before.fields) {
      const Field* heir = is_free(field) ? index.Numbered(field.number) : nullptr;
      if (heir != nullptr && heir->type == FieldType::kGroup) {
        JoinFollowing(*field.message, heir->message);
      }
    }
  }

  static std::string NestedName(const Message& parent, std::string_view name) {
    return std::string(parent.full_name).append(".").append(name);
  }

  template <class Node, class NodeUses>
  void SetEvidence(const Contest<Node>& contest, Pairing<Node>& pairing, const NodeUses& uses) {
    for (const Candidate<Node>& candidate : contest.won()) {
      const Node& before = *candidate.before;
      const Node& after = *candidate.after;
      const bool is_used = uses.IsUsed(&before) || uses.IsUsed(&after);
      Evidence evidence{.names_alike = IsLikeName(before.name, after.name),
                        .uses_followed = uses.IsReplaced(&before, &after),
                        .shared = candidate.votes,
                        .of = candidate.of};
      evidence.is_sure = evidence.uses_followed
                             ? candidate.votes * 4 >= candidate.of * 3
                             : candidate.votes == candidate.of && evidence.names_alike && !is_used;
      pairing.SetEvidence(&before, evidence);
    }
  }

  Matching& matching_;
  Uses uses_;
  Contest<Message> messages_;
  Contest<Enum> enums_;
  Contest<Service> services_;
};

}  // namespace

void MatchRenamedContracts(Matching& matching) { Recogniser(matching).Run(); }

}  // namespace leyline
