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

bool IsMail(std::string_view label) { return label.find('@') != std::string_view::npos; }

std::string_view LocalPart(std::string_view label) { return label.substr(0, label.find('@')); }

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
  if (!IsMail(a) || !IsMail(b)) {
    a = LocalPart(a);
    b = LocalPart(b);
  }
  return Folded(a) == Folded(b);
}

People::People(std::vector<Principal> principals, Roles roles)
    : principals_(std::move(principals)), roles_(std::move(roles)) {
  for (std::size_t i = 0; i < principals_.size(); ++i) {
    const auto add = [&](const std::string& called) {
      const Called one{.principal = i, .is_mail = IsMail(called)};
      whole_[Folded(called)].push_back(one);
      local_[Folded(LocalPart(called))].push_back(one);
    };
    add(principals_[i].id);
    std::for_each(principals_[i].names.begin(), principals_[i].names.end(), add);
    std::for_each(principals_[i].emails.begin(), principals_[i].emails.end(), add);
  }
}

bool People::AreSame(std::string_view a, std::string_view b) const {
  if (a == b) return true;
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
  const auto add = [&](const Index& index, const std::string& folded, bool mails_too) {
    const auto found = index.find(folded);
    if (found == index.end()) return;
    for (const Called& one : found->second) {
      const Principal* principal = &principals_[one.principal];
      if (one.is_mail && !mails_too) continue;
      if (known.empty() || known.back() != principal) known.push_back(principal);
    }
  };
  add(whole_, Folded(label), true);
  // As IsSamePerson: of two addresses the whole counts.
  if (known.empty()) add(local_, Folded(LocalPart(label)), !IsMail(label));
  return known;
}

}  // namespace leyline
