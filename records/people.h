// When two names that records, policies and commits give are one person.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace leyline {

// Whether two names or e-mails may be one person: `alice` and `Alice@example.com` are. Addresses
// count as they are given: `alice+x@example.com` is another. When in doubt they are one: that only
// ever takes an approval away.
bool IsSamePerson(std::string_view a, std::string_view b);

// A person, and all that this person is called.
struct Principal {
  std::string id;                   // as the policy and records say it
  std::vector<std::string> names;   // "Dana Reyes", as in commits; other ids
  std::vector<std::string> emails;  // as given, in any case
};

// Who is who. Without principals only IsSamePerson decides.
class People {
 public:
  People() = default;
  explicit People(std::vector<Principal> principals) : principals_(std::move(principals)) {}

  // What a principal is called is that principal and no other; anything else may be whoever it
  // resembles.
  bool AreSame(std::string_view a, std::string_view b) const;
  bool IsAmong(std::string_view person, const std::vector<std::string>& people) const;
  // Sorted, each person once.
  std::vector<std::string> Persons(std::vector<std::string> names) const;

 private:
  std::vector<const Principal*> Known(std::string_view label) const;

  std::vector<Principal> principals_;
};

}  // namespace leyline
