#include "plugins/protoc-gen-leyline/guard.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "plugins/protoc-gen-leyline/contract_digest.h"

namespace leyline {
namespace {

struct Language {
  std::string_view name;
  std::string_view ending;
  std::string (*render)(const GuardView&);
};
constexpr Language kLanguages[] = {{"cpp", ".h", &GuardCpp}, {"python", ".py", &GuardPython}};

void AddMessages(std::span<const Message> messages, std::vector<ContractLine>& lines) {
  for (const Message& message : messages) {
    lines.push_back({std::string(message.full_name), ContractDigest(message)});
    AddMessages(message.messages, lines);
  }
}

std::vector<GuardView> ViewsOf(const Snapshot& snapshot, const GuardRules& rules) {
  std::map<std::string_view, GuardView> packages;
  for (const auto& file : snapshot.files) {
    if (!file->governed) continue;
    GuardView& view = packages[file->package];
    view.package = file->package;
    view.rules = rules;
    AddMessages(file->messages, view.contracts);
  }
  std::vector<GuardView> views;
  for (auto& [package, view] : packages) {
    std::sort(view.contracts.begin(), view.contracts.end(),
              [](const ContractLine& a, const ContractLine& b) { return a.name < b.name; });
    views.push_back(std::move(view));
  }
  return views;
}

std::string PathOf(std::string package, std::string_view ending) {
  std::replace(package.begin(), package.end(), '.', '/');
  return fmt::format("{}{}leyline_guard{}", package, package.empty() ? "" : "/", ending);
}

}  // namespace

std::vector<GeneratedFile> VersionGuards(const Snapshot& snapshot,
                                         const std::vector<std::string>& languages,
                                         const GuardRules& rules) {
  std::vector<GeneratedFile> files;
  if (languages.empty()) return files;
  for (const GuardView& view : ViewsOf(snapshot, rules)) {
    for (const Language& language : kLanguages) {
      if (std::find(languages.begin(), languages.end(), language.name) == languages.end()) continue;
      files.push_back({PathOf(view.package, language.ending), language.render(view)});
    }
  }
  return files;
}

}  // namespace leyline
