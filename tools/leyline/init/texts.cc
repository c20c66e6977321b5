#include "tools/leyline/init/texts.h"

#include <fmt/format.h>

#include "analyzer/diff/gating.h"
#include "base/canonical_json.h"
#include "base/strings.h"
#include "config/scalar.h"

namespace leyline {
namespace {

// JSON's quotes are YAML's too.
std::string Quoted(std::string_view text) {
  std::string out;
  AppendJsonText(out, text);
  return out;
}

// A name as it is where it is a text to every reader: `42`, `n` and `null` are not.
std::string Name(const std::string& name) {
  return name != "null" && FormOf(name) == ScalarForm::kText ? name : Quoted(name);
}

std::string ListOf(std::span<const std::string> texts) {
  std::vector<std::string> quoted;
  for (const std::string& text : texts) quoted.push_back(Quoted(text));
  return fmt::format("[{}]", Join(quoted, ", "));
}

std::string ListOf(const std::vector<Surface>& surfaces) {
  std::vector<std::string> words;
  for (const Surface surface : surfaces) words.emplace_back(WordOf(surface));
  return fmt::format("[{}]", Join(words, ", "));
}

// Gives a key of the `governance:` block, which ends its file, another value. What hung below the
// old one goes with it.
void SetKey(std::string& text, std::string_view key, std::string_view value) {
  const std::string line = fmt::format("  {}: {}\n", key, value);
  const std::size_t found = text.find(fmt::format("\n  {}:", key));
  if (found == std::string::npos) {
    text += line;
    return;
  }
  const std::size_t begin = found + 1;
  std::size_t end = text.find('\n', begin) + 1;
  while (text.compare(end, 4, "    ") == 0) end = text.find('\n', end) + 1;
  text.replace(begin, end - begin, line);
}

std::string PackagesText(const std::vector<TakenRule>& rules) {
  std::string text = "  packages:                     # the first that fits holds\n";
  for (const TakenRule& rule : rules) {
    text += fmt::format("    # {}\n    - ", Printable(rule.because));
    if (!rule.paths.empty()) text += fmt::format("paths: {}\n", ListOf(rule.paths));
    if (!rule.names.empty()) text += fmt::format("names: {}\n", ListOf(rule.names));
    text += rule.surfaces.empty()
                ? std::string("      unstable: true            # anything may happen there\n")
                : fmt::format("      surfaces: {}\n", ListOf(rule.surfaces));
  }
  return text;
}

}  // namespace

std::string ConfigText(const ConfigPlan& plan) {
  std::string text =
      "# Where the contracts are, and where their governance lives. Written by `leyline init`.\n"
      "version: 1\n\n"
      "# Folders that `import` lines start from. All contracts below them are governed.\n"
      "contracts:\n";
  for (const CommentedPath& root : plan.contracts) {
    text += fmt::format("  - {}  # {}\n", Quoted(root.path), root.comment);
  }
  std::vector<std::string> imports = plan.imports;
  imports.emplace_back("/usr/include");
  text += fmt::format(
      "\n# More folders to look in for imports. What changes there is not governed.\n"
      "imports: {}\n\n"
      "# Folders and files that are left out.\n"
      "exclude: {}\n\n"
      "# The folder of the policy, the map of subsystems, proposals and decisions.\n"
      "governance: governance\n\n"
      "# The name of this repository in every clone. Signed approvals are about it.\n"
      "# repository: {}\n\n"
      "# Released versions that a change must also be compatible with: tags, REV.. or a folder.\n"
      "# history: \"v*\"\n\n"
      "# Where the gate notes what happened. Left out, it is a log of this clone, enough to try\n"
      "# things out; in CI all runs need the same one, which `leyline audit init` makes once.\n"
      "# log: git:refs/leyline/log\n",
      ListOf(imports), ListOf(plan.exclude), Name(plan.name));
  return text;
}

std::string PolicyText(const PolicyPlan& plan) {
  std::string text(plan.profile);
  if (!plan.owner.empty()) SetKey(text, "owner", Name(plan.owner));
  if (!plan.reviewers.empty()) {
    std::vector<std::string> names;
    for (const std::string& name : plan.reviewers) names.push_back(Name(name));
    SetKey(text, "reviewers", fmt::format("[{}]", Join(names, ", ")));
  }
  if (plan.buf == nullptr) return text;
  // buf's rules ask what new readers make of old data.
  SetKey(text, "compatibility_mode", "backward    # as buf breaking compares");
  SetKey(text, "deployment_strategy", "rolling");
  if (!plan.buf->surfaces.empty()) SetKey(text, "surfaces", ListOf(plan.buf->surfaces));
  if (!plan.buf->rules.empty()) text += PackagesText(plan.buf->rules);
  return text;
}

std::string SubsystemsText(const std::string& name, const std::string& owner,
                           const DeclaredPackages& packages, const std::vector<Surface>& surfaces) {
  std::string text = fmt::format(
      "# Who owns, writes, reads, stores, serves and calls which contracts. A start: all of this\n"
      "# repository as one. Split it into the services there are; the finer, the fewer people are\n"
      "# asked about a change.\n"
      "version: 1\n"
      "subsystems:\n"
      "  - name: {}\n"
      "    owner: {}\n",
      Name(name), Name(owner));
  for (std::string_view role : {"owns", "writes", "reads"}) {
    std::string names;
    for (const auto& [package, has_data] : packages) {
      if (has_data || role == "owns") names += fmt::format("      - {}\n", Quoted(package));
    }
    if (!names.empty()) text += fmt::format("    {}:\n{}", role, names);
  }
  return text +
         fmt::format("    surfaces: {}       # those it uses; the policy's, to begin with\n",
                     ListOf(surfaces)) +
         "    # stores: [{contract: acme.v1.Order, retention_days: 90}]\n"
         "    # serves: [acme.v1.OrderService]   # and calls\n";
}

}  // namespace leyline
