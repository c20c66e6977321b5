// When two names that records give are one person.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace leyline {

// Whether two names or e-mails may be one person: `alice` and `Alice@example.com` are. When in
// doubt they are one: that only ever takes an approval away.
bool IsSamePerson(std::string_view a, std::string_view b);

bool IsAmong(std::string_view person, const std::vector<std::string>& people);

// Sorted, each person once.
std::vector<std::string> Persons(std::vector<std::string> names);

}  // namespace leyline
