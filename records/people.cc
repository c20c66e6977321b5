#include "records/people.h"

#include <algorithm>

#include "base/strings.h"

namespace leyline {
namespace {

// Without case, and with one blank between words.
std::string Folded(std::string_view label) {
  std::string folded;
  const std::string lower = ToLower(label);
  for (std::string_view word : Split(lower, ' ')) {
    if (!word.empty()) folded += (folded.empty() ? "" : " ") + std::string(word);
  }
  return folded;
}

template <class Matches>
bool IsCalled(const Principal& principal, const Matches& matches) {
  return matches(principal.id) ||
         std::any_of(principal.names.begin(), principal.names.end(), matches) ||
         std::any_of(principal.emails.begin(), principal.emails.end(), matches);
}

}  // namespace

std::string WhyKeyFails(const PrincipalKey& key, Time issued, Time now) {
  if (key.revoked_at.has_value() && now >= *key.revoked_at) {
    return "key revoked at " + FormatTime(*key.revoked_at);
  }
  if (key.valid_from.has_value() && issued < *key.valid_from) {
    return "key not valid before " + FormatTime(*key.valid_from);
  }
  if (key.expires.has_value() && (issued >= *key.expires || now >= *key.expires)) {
    return "key expired at " + FormatTime(*key.expires);
  }
  return "";
}

bool HeldAt(const PrincipalKey& key, Time when) {
  return (!key.valid_from.has_value() || when >= *key.valid_from) &&
         (!key.expires.has_value() || when < *key.expires) &&
         (!key.revoked_at.has_value() || when < *key.revoked_at);
}

bool IsSamePerson(std::string_view a, std::string_view b) {
  const bool both_mail =
      a.find('@') != std::string_view::npos && b.find('@') != std::string_view::npos;
  if (!both_mail) {
    a = a.substr(0, a.find('@'));
    b = b.substr(0, b.find('@'));
  }
  return Folded(a) == Folded(b);
}

bool People::AreSame(std::string_view a, std::string_view b) const {
  const std::vector<const Principal*> as = Known(a);
  const std::vector<const Principal*> bs = Known(b);
  if (as.empty() || bs.empty()) return IsSamePerson(a, b);
  return std::find_first_of(as.begin(), as.end(), bs.begin(), bs.end()) != as.end();
}

bool People::IsAmong(std::string_view person, const std::vector<std::string>& people) const {
  return std::any_of(people.begin(), people.end(),
                     [&](const std::string& other) { return AreSame(person, other); });
}

std::vector<std::string> People::Persons(std::vector<std::string> names) const {
  std::sort(names.begin(), names.end());
  std::vector<std::string> persons;
  for (std::string& name : names) {
    if (!IsAmong(name, persons)) persons.push_back(std::move(name));
  }
  return persons;
}

std::vector<std::string> People::BehindRole(std::string_view name) const {
  const auto role = roles_.find(name);
  if (role != roles_.end()) return role->second;
  return {std::string(name)};
}

const Principal* People::Find(std::string_view label) const {
  for (const Principal& principal : principals_) {
    if (principal.id == label) return &principal;
  }
  const std::vector<const Principal*> known = Known(label);
  return known.size() == 1 ? known.front() : nullptr;
}

const Principal* People::OwnerOfKey(std::string_view key) const {
  for (const Principal& principal : principals_) {
    for (const PrincipalKey& one : principal.keys) {
      if (one.key == key) return &principal;
    }
  }
  return nullptr;
}

const PrincipalKey* People::FindKey(std::string_view key) const {
  const Principal* owner = OwnerOfKey(key);
  if (owner == nullptr) return nullptr;
  return &*std::find_if(owner->keys.begin(), owner->keys.end(),
                        [&](const PrincipalKey& one) { return one.key == key; });
}

bool People::has_keys() const {
  return std::any_of(principals_.begin(), principals_.end(),
                     [](const Principal& principal) { return !principal.keys.empty(); });
}

std::vector<const Principal*> People::Known(std::string_view label) const {
  std::vector<const Principal*> known;
  const auto add = [&](const auto& matches) {
    for (const Principal& principal : principals_) {
      if (IsCalled(principal, matches)) known.push_back(&principal);
    }
  };
  const std::string folded = Folded(label);
  add([&](const std::string& called) { return Folded(called) == folded; });
  if (known.empty()) add([&](const std::string& called) { return IsSamePerson(called, label); });
  return known;
}

}  // namespace leyline
