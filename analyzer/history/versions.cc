#include "analyzer/history/versions.h"

#include <algorithm>
#include <compare>
#include <map>
#include <set>
#include <unordered_map>

namespace leyline {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string_view WithoutV(std::string_view name) {
  const bool has_v = name.size() > 1 && (name[0] == 'v' || name[0] == 'V') && IsDigit(name[1]);
  return has_v ? name.substr(1) : name;
}

// Takes the run of digits or of other characters off the front.
std::string_view TakeRun(std::string_view& rest) {
  const bool digits = IsDigit(rest.front());
  std::size_t size = 1;
  while (size < rest.size() && IsDigit(rest[size]) == digits) ++size;
  const std::string_view run = rest.substr(0, size);
  rest.remove_prefix(size);
  return run;
}

// "-rc1", "beta1", "~pre": what comes before the version that it is added to. "-22" and ".1" come
// after it.
bool IsPreRelease(std::string_view rest) {
  if (rest.empty()) return false;
  if (rest[0] == '~') return true;
  const std::size_t at = rest[0] == '-' || rest[0] == '_' || rest[0] == '.' ? 1 : 0;
  return at < rest.size() && IsLetter(rest[at]);
}

// Numbers of any length, by value.
std::strong_ordering CompareNumbers(std::string_view a, std::string_view b) {
  const auto strip = [](std::string_view& number) {
    while (number.size() > 1 && number.front() == '0') number.remove_prefix(1);
  };
  strip(a);
  strip(b);
  return a.size() != b.size() ? a.size() <=> b.size() : a <=> b;
}

// Where one side has a pre-release and the other has not: that one is older.
std::strong_ordering CompareStages(std::string_view a, std::string_view b) {
  return static_cast<int>(!IsPreRelease(a)) <=> static_cast<int>(!IsPreRelease(b));
}

std::strong_ordering Compare(std::string_view a, std::string_view b) {
  bool after_number = false;
  while (!a.empty() || !b.empty()) {
    if (after_number) {
      if (const auto order = CompareStages(a, b); order != 0) return order;
    }
    if (a.empty() || b.empty()) return a.size() <=> b.size();
    const bool numbers = IsDigit(a.front()) && IsDigit(b.front());
    const std::string_view x = TakeRun(a);
    const std::string_view y = TakeRun(b);
    if (const auto order = numbers ? CompareNumbers(x, y) : x <=> y; order != 0) return order;
    after_number = numbers;
  }
  return std::strong_ordering::equal;
}

using Frontier = std::set<std::size_t>;  // the releases right below a commit

// The releases right below each release.
std::vector<Frontier> Followed(const std::vector<GitTag>& releases,
                               std::span<const GitCommit> graph) {
  std::multimap<std::string_view, std::size_t> at_commit;
  for (std::size_t i = 0; i < releases.size(); ++i) at_commit.emplace(releases[i].commit, i);
  std::vector<Frontier> followed(releases.size());
  std::unordered_map<std::string_view, Frontier> below;
  for (const GitCommit& commit : graph) {
    Frontier reached;
    for (const std::string& parent : commit.parents) {
      const auto at = below.find(parent);
      if (at != below.end()) reached.insert(at->second.begin(), at->second.end());
    }
    const auto [first, last] = at_commit.equal_range(commit.id);
    Frontier here;
    for (auto at = first; at != last; ++at) {
      followed[at->second] = reached;
      here.insert(at->second);
    }
    below.emplace(commit.id, here.empty() ? std::move(reached) : std::move(here));
  }
  return followed;
}

}  // namespace

bool IsOlderVersion(std::string_view a, std::string_view b) {
  const auto order = Compare(WithoutV(a), WithoutV(b));
  return order == 0 ? a < b : order < 0;
}

std::vector<GitTag> InOrder(std::vector<GitTag> releases, std::span<const GitCommit> graph) {
  std::sort(releases.begin(), releases.end(),
            [](const GitTag& a, const GitTag& b) { return IsOlderVersion(a.name, b.name); });
  std::vector<Frontier> waits_for = Followed(releases, graph);
  std::vector<std::vector<std::size_t>> followers(releases.size());
  Frontier ready;  // indexes are in version order, so the first is the oldest version
  for (std::size_t i = 0; i < releases.size(); ++i) {
    for (std::size_t below : waits_for[i]) followers[below].push_back(i);
    if (waits_for[i].empty()) ready.insert(i);
  }
  std::vector<GitTag> ordered;
  while (!ready.empty()) {
    const std::size_t next = *ready.begin();
    ready.erase(ready.begin());
    ordered.push_back(std::move(releases[next]));
    for (std::size_t follower : followers[next]) {
      waits_for[follower].erase(next);
      if (waits_for[follower].empty()) ready.insert(follower);
    }
  }
  return ordered;
}

}  // namespace leyline
