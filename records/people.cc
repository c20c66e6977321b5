#include "records/people.h"

#include <algorithm>

#include "base/strings.h"

namespace leyline {

bool IsSamePerson(std::string_view a, std::string_view b) {
  const bool both_mail =
      a.find('@') != std::string_view::npos && b.find('@') != std::string_view::npos;
  if (!both_mail) {
    a = a.substr(0, a.find('@'));
    b = b.substr(0, b.find('@'));
  }
  return ToLower(a) == ToLower(b);
}

bool IsAmong(std::string_view person, const std::vector<std::string>& people) {
  return std::any_of(people.begin(), people.end(),
                     [&](const std::string& other) { return IsSamePerson(person, other); });
}

std::vector<std::string> Persons(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  std::vector<std::string> persons;
  for (std::string& name : names) {
    if (!IsAmong(name, persons)) persons.push_back(std::move(name));
  }
  return persons;
}

}  // namespace leyline
