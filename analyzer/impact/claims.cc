#include "analyzer/impact/claims.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <unordered_set>

#include <fmt/format.h>

#include "analyzer/impact/check_map.h"
#include "analyzer/impact/claim_fields.h"
#include "analyzer/impact/roles.h"
#include "base/strings.h"
#include "config/yaml.h"

namespace leyline {
namespace {

// Comparing with every name costs; a broken map needs only a few suggestions.
constexpr std::size_t kMostSuggestions = 20;

std::string_view NameOf(ContractKind kind) {
  switch (kind) {
    case ContractKind::kMessage:
      return "a message";
    case ContractKind::kEnum:
      return "an enum";
    case ContractKind::kService:
      return "a service";
    case ContractKind::kExtension:
      return "an extension";
  }
  return "a contract";
}

bool Fits(RoleAbout about, ContractKind kind) {
  if (about == RoleAbout::kAnything) return true;
  return (about == RoleAbout::kServices) == (kind == ContractKind::kService);
}

bool IsGlob(std::string_view pattern) {
  return pattern.find_first_of("*?") != std::string_view::npos;
}

// The two globs that everybody writes need no matcher: `stem*` and `stem**`.
bool Matches(std::string_view pattern, std::string_view stem, std::string_view name) {
  const std::string_view rest = pattern.substr(stem.size());
  if (rest == "**") return true;
  if (rest == "*") return name.find('.', stem.size()) == std::string_view::npos;
  return GlobMatches(pattern, name, '.');
}

std::string_view LastPart(std::string_view name) { return name.substr(name.rfind('.') + 1); }

class ClaimResolver {
 public:
  ClaimResolver(const TypeGraph& graph, const Snapshot& before, const Snapshot& after)
      : graph_(graph), before_(before), after_(after) {
    claims_.of_node.resize(graph.size());
  }

  // Whether it names what its role can be about.
  bool Add(const ContractUse& use, Claim claim) {
    const std::size_t errors = errors_.size();
    if (IsGlob(use.contract)) {
      AddGlob(use, claim);
    } else {
      AddName(use, claim);
    }
    if (!use.fields.empty()) {
      claims_.scopes[{claim.subsystem, claim.use}] =
          ResolveFields(use, graph_, before_, after_, errors_);
    }
    return errors_.size() == errors;
  }

  // Those of a map that are no use.
  std::vector<Claim> AddAll(const Subsystems& subsystems) {
    std::vector<Claim> dead;
    for (uint32_t i = 0; i < subsystems.list.size(); ++i) {
      const std::vector<ContractUse>& uses = subsystems.list[i].uses;
      for (uint32_t j = 0; j < uses.size(); ++j) {
        const Claim claim{.subsystem = i, .use = j, .entry = claims_.entries++};
        if (!Add(uses[j], claim)) dead.push_back(claim);
      }
    }
    return dead;
  }

  Errors& errors() { return errors_; }
  Claims Take() { return std::move(claims_); }

 private:
  void AddName(const ContractUse& use, Claim claim) {
    const TypeGraph::Node* node = graph_.Find(use.contract);
    if (node == nullptr) {
      if (AddPackage(use, claim)) return;
      const std::string_view meant = Suggest(use);
      errors_.push_back(ConfigError(use.where, "LG2101",
                                    fmt::format("no contract is named `{}`", use.contract),
                                    meant.empty() ? "correct or remove the entry"
                                                  : fmt::format("did you mean `{}`?", meant)));
      return;
    }
    if (Fits(AboutOf(use.role), graph_.kind(*node))) {
      claims_.of_node[*node].push_back(claim);
      return;
    }
    errors_.push_back(ConfigError(use.where, "LG2101",
                                  fmt::format("`{}`: `{}` is {}", leyline::NameOf(use.role),
                                              use.contract, NameOf(graph_.kind(*node))),
                                  graph_.kind(*node) == ContractKind::kService
                                      ? "use `serves` or `calls` for services"
                                      : "use `reads`, `writes` or `stores` for data"));
  }

  // All of the package that the role can be about; not what is in packages below it. False when
  // there is no such package.
  bool AddPackage(const ContractUse& use, Claim claim) {
    const Packages& packages = NodesByPackage();
    const auto package = packages.find(use.contract);
    if (package == packages.end()) return false;
    bool matched = false;
    for (TypeGraph::Node node : package->second) {
      if (!Fits(AboutOf(use.role), graph_.kind(node))) continue;
      claims_.of_node[node].push_back(claim);
      matched = true;
    }
    if (!matched) ComplainOfRole(use);
    return true;
  }

  // Nodes whose names begin with the stem: of the packages around it, and of those that do too.
  template <class Visit>
  void ForEachWith(std::string_view stem, Visit visit) {
    const Packages& packages = NodesByPackage();
    const auto visit_in = [&](const std::vector<TypeGraph::Node>& nodes) {
      for (TypeGraph::Node node : nodes) {
        if (graph_.name(node).starts_with(stem)) visit(node);
      }
    };
    const auto visit_around = [&](std::string_view package) {
      const auto at = packages.find(package);
      if (at != packages.end()) visit_in(at->second);
    };
    if (!stem.empty()) visit_around("");
    for (std::size_t dot = stem.find('.'); dot != stem.npos; dot = stem.find('.', dot + 1)) {
      visit_around(stem.substr(0, dot));
    }
    auto at = packages.lower_bound(stem);
    for (; at != packages.end() && at->first.starts_with(stem); ++at) visit_in(at->second);
  }

  void ComplainOfRole(const ContractUse& use) {
    errors_.push_back(
        ConfigError(use.where, "LG2101",
                    fmt::format("`{}`: `{}` matches no {}", leyline::NameOf(use.role), use.contract,
                                AboutOf(use.role) == RoleAbout::kServices ? "service" : "contract"),
                    "correct or remove the entry"));
  }

  // Only names that begin with the glob's stem are compared.
  void AddGlob(const ContractUse& use, Claim claim) {
    const std::string_view pattern = use.contract;
    const std::string_view stem = pattern.substr(0, pattern.find_first_of("*?"));
    bool matched = false;
    ForEachWith(stem, [&](TypeGraph::Node node) {
      if (!Fits(AboutOf(use.role), graph_.kind(node))) return;
      if (!Matches(pattern, stem, graph_.name(node))) return;
      claims_.of_node[node].push_back(claim);
      matched = true;
    });
    if (!matched) ComplainOfRole(use);
  }

  using Packages = std::map<std::string_view, std::vector<TypeGraph::Node>>;

  // To sort all names takes longer than to resolve a map.
  const Packages& NodesByPackage() {
    if (!by_package_.empty()) return by_package_;
    auto at = by_package_.end();  // that of the node before: they come file by file
    for (TypeGraph::Node node = 0; node < graph_.size(); ++node) {
      const std::string_view package = graph_.package(node);
      if (at == by_package_.end() || at->first != package)
        at = by_package_.try_emplace(package).first;
      at->second.push_back(node);
    }
    return by_package_;
  }

  const std::vector<TypeGraph::Node>& SortedNodes() {
    if (sorted_.empty()) {
      sorted_.resize(graph_.size());
      std::iota(sorted_.begin(), sorted_.end(), 0u);
      std::sort(sorted_.begin(), sorted_.end(), [&](TypeGraph::Node a, TypeGraph::Node b) {
        return graph_.name(a) < graph_.name(b);
      });
    }
    return sorted_;
  }

  // The nearest name, or the contract of the same short name in another package.
  std::string_view Suggest(const ContractUse& use) {
    if (++suggested_ > kMostSuggestions) return {};
    std::vector<std::string_view> fitting;
    std::unordered_set<std::string_view> packages;
    for (TypeGraph::Node node : SortedNodes()) {
      if (!Fits(AboutOf(use.role), graph_.kind(node))) continue;
      fitting.push_back(graph_.name(node));
      const std::string_view package = graph_.package(node);
      if (!package.empty() && packages.insert(package).second) fitting.push_back(package);
    }
    const std::string_view last = LastPart(use.contract);
    const auto same = std::find_if(fitting.begin(), fitting.end(),
                                   [&](std::string_view name) { return LastPart(name) == last; });
    return same != fitting.end() ? *same : Nearest(use.contract, fitting);
  }

  const TypeGraph& graph_;
  const Snapshot& before_;
  const Snapshot& after_;
  Claims claims_;
  Packages by_package_;
  std::vector<TypeGraph::Node> sorted_;
  std::size_t suggested_ = 0;
  Errors errors_;
};

}  // namespace

Result<ResolvedMap> ResolveMap(const Subsystems& subsystems, const Snapshot& before,
                               const Snapshot& after) {
  TypeGraph graph(before, after);
  ClaimResolver resolver(graph, before, after);
  resolver.AddAll(subsystems);
  if (!resolver.errors().empty()) return Fail(FinishErrors(std::move(resolver.errors())));
  return ResolvedMap{std::move(graph), resolver.Take()};
}

Status CheckNextMap(const Subsystems& next, const Snapshot& before, const Snapshot& after) {
  const TypeGraph graph(after, after);
  ClaimResolver resolver(graph, after, after);
  const std::vector<Claim> dead = resolver.AddAll(next);
  if (dead.empty()) return {};
  const TypeGraph was(before, before);
  ClaimResolver known(was, before, before);
  Errors errors = std::move(resolver.errors());
  for (const Claim& claim : dead) {
    const ContractUse& use = next.list[claim.subsystem].uses[claim.use];
    if (!use.fields.empty() || !known.Add(use, claim)) continue;
    for (Error& error : errors) {
      if (error.where != use.where) continue;
      error.message =
          fmt::format("this change removes what `{}` {}: `{}`", next.list[claim.subsystem].name,
                      leyline::NameOf(use.role), use.contract);
      error.fix = "take the entry out in the same change";
    }
  }
  return Fail(FinishErrors(std::move(errors)));
}

Errors DropDeadEntries(Subsystems& subsystems, const Snapshot& before, const Snapshot& after) {
  const TypeGraph graph(before, after);
  ClaimResolver resolver(graph, before, after);
  const std::vector<Claim> dead = resolver.AddAll(subsystems);
  for (auto claim = dead.rbegin(); claim != dead.rend(); ++claim) {
    std::vector<ContractUse>& uses = subsystems.list[claim->subsystem].uses;
    uses.erase(uses.begin() + claim->use);
  }
  return FinishErrors(std::move(resolver.errors()));
}

}  // namespace leyline
