// Methods of paired services: by name; else a method was renamed to one with its signature: the one
// that is alike in name, or the only one. Where it stands says nothing: digests don't depend on order.
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "analyzer/diff/likeness.h"
#include "analyzer/diff/pairing.h"
#include "analyzer/model/by_name.h"

namespace leyline {
namespace {

std::string_view NameOf(const Message* message, std::string_view written) {
  return message == nullptr ? written : message->full_name;
}

// In terms of the after-side: what the input and output of a method are called there.
std::string Signature(const Method& method, const Message* input, const Message* output) {
  return fmt::format("{}{} {}{}", method.client_streaming ? "stream " : "",
                     NameOf(input, method.input_name), method.server_streaming ? "stream " : "",
                     NameOf(output, method.output_name));
}

class MethodMatcher {
 public:
  MethodMatcher(const Matches& matches, const Pair<Service>& services)
      : matches_(matches), before_(*services.before), after_(*services.after) {}

  void Run() {
    ByName others(after_.methods);
    for (std::size_t i = 0; i < before_.methods.size(); ++i) {
      const Method& method = before_.methods[i];
      pairs_.Join(&method, others.Find(method.name, i), How::kSame);
    }
    JoinRenamed();
  }

  void Append(std::vector<Pair<Method>>& out) const {
    for (const Method& method : before_.methods) {
      out.push_back(pairs_.PairOf(&method));
    }
    for (const Method& method : after_.methods) {
      if (!pairs_.IsTaken(&method)) out.push_back({.after = &method});
    }
  }

 private:
  struct Bearers {
    std::vector<const Method*> before;
    std::vector<const Method*> after;
  };

  std::string BeforeSignature(const Method& method) const {
    return Signature(method, method.input == nullptr ? nullptr : matches_.AfterOf(method.input),
                     method.output == nullptr ? nullptr : matches_.AfterOf(method.output));
  }

  void JoinRenamed() {
    std::unordered_map<std::string, Bearers> by_signature;
    for (const Method& method : before_.methods) {
      if (!pairs_.IsJoined(&method)) {
        by_signature[BeforeSignature(method)].before.push_back(&method);
      }
    }
    for (const Method& method : after_.methods) {
      if (pairs_.IsTaken(&method)) continue;
      by_signature[Signature(method, method.input, method.output)].after.push_back(&method);
    }
    for (const auto& [signature, bearers] : by_signature) {
      JoinOnly(bearers, [](const Method& before, const Method& after) {
        return IsLikeName(before.name, after.name);
      });
      JoinOnly(bearers, [](const Method&, const Method&) { return true; });
    }
  }

  // Joins those that have one candidate on either side, decided before any is joined.
  template <class Fits>
  void JoinOnly(const Bearers& bearers, Fits fits) {
    constexpr std::size_t kMaxPairs = 4096;
    if (bearers.before.size() * bearers.after.size() > kMaxPairs) return;
    std::vector<std::pair<const Method*, const Method*>> fitting;
    std::unordered_map<const Method*, std::size_t> candidates;
    for (const Method* before : bearers.before) {
      for (const Method* after : bearers.after) {
        if (pairs_.IsJoined(before) || pairs_.IsTaken(after) || !fits(*before, *after)) continue;
        fitting.emplace_back(before, after);
        ++candidates[before];
        ++candidates[after];
      }
    }
    for (const auto& [before, after] : fitting) {
      if (candidates[before] == 1 && candidates[after] == 1) Join(*before, *after);
    }
  }

  void Join(const Method& before, const Method& after) {
    const bool names_alike = IsLikeName(before.name, after.name);
    if (!pairs_.Join(&before, &after, How::kRenamed)) return;
    pairs_.SetEvidence(&before, {.is_sure = names_alike, .names_alike = names_alike});
  }

  const Matches& matches_;
  const Service& before_;
  const Service& after_;
  Pairing<Method> pairs_;
};

}  // namespace

void MatchMethods(Matches& matches) {
  for (const Pair<Service>& services : matches.services) {
    if (!services.both()) continue;
    MethodMatcher matcher(matches, services);
    matcher.Run();
    matcher.Append(matches.methods);
  }
}

}  // namespace leyline
