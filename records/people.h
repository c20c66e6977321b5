// When two names that records, policies and commits give are one person.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace leyline {

// Whether two names or e-mails may be one person: `alice` and `Alice@example.com` are. Addresses
// count as they are given: `alice+x@example.com` is another. When in doubt they are one: that only
// ever takes an approval away.
bool IsSamePerson(std::string_view a, std::string_view b);

// A key that proves who wrote a statement, as long as it holds.
struct PrincipalKey {
  std::string key;  // "ssh-ed25519 AAAA..."
  std::optional<Time> valid_from = {};
  std::optional<Time> expires = {};
  std::optional<Time> revoked_at = {};
};

// Why an approval of `issued` that is judged `now` can't rest on a key; empty when it can. A
// revoked key approves nothing, whenever it signed: nobody knows since when it was not its owner's;
// and what an expired one signs may be dated back.
std::string WhyKeyFails(const PrincipalKey& key, Time issued, Time now);

// Whether the key held at that time. What was said with it then, and only takes approvals away,
// stands for good: else an objection would end with its key.
bool HeldAt(const PrincipalKey& key, Time when);

// A person, and all that this person is called.
struct Principal {
  std::string id;                   // as the policy and records say it
  std::vector<std::string> names;   // "Dana Reyes", as in commits; other ids
  std::vector<std::string> emails;  // as given, in any case
  std::vector<PrincipalKey> keys = {};
  bool robot = false;  // a machine: it approves nothing
};

// The persons behind each role and group, sorted.
using Roles = std::map<std::string, std::vector<std::string>, std::less<>>;

// Who is who. Without principals only IsSamePerson decides.
class People {
 public:
  People() = default;
  explicit People(std::vector<Principal> principals, Roles roles = {});

  // What a principal is called is that principal and no other; anything else may be whoever it
  // resembles.
  bool AreSame(std::string_view a, std::string_view b) const;
  bool IsAmong(std::string_view person, const std::vector<std::string>& people) const;
  // Sorted, each person once.
  std::vector<std::string> Persons(std::vector<std::string> names) const;

  // Who stands behind a name of the policy: the persons of that role, team or group; else whoever
  // is called so.
  std::vector<std::string> BehindRole(std::string_view name) const;
  bool HasRole(std::string_view name) const { return roles_.find(name) != roles_.end(); }
  bool has_roles() const { return !roles_.empty(); }
  // The principal of that id; of that name or address, when only one is called so. Else null.
  const Principal* Find(std::string_view label) const;
  // Whose key it is; null: nobody's.
  const Principal* OwnerOfKey(std::string_view key) const;
  const PrincipalKey* FindKey(std::string_view key) const;
  bool has_keys() const;
  const Roles& roles() const { return roles_; }
  std::span<const Principal> principals() const { return principals_; }

 private:
  // One way in which a principal is called.
  struct Called {
    std::size_t principal = 0;  // its index
    bool is_mail = false;
  };
  // What principals are called, folded: looked up for each ballot.
  using Index = std::map<std::string, std::vector<Called>, std::less<>>;

  std::vector<const Principal*> Known(std::string_view label) const;

  std::vector<Principal> principals_;
  Roles roles_;
  Index whole_;  // by the whole name or address
  Index local_;  // by the part before `@`
};

}  // namespace leyline
