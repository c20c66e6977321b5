#include <algorithm>

#include <fmt/format.h>

#include "analyzer/rules/moves.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

constexpr Outcome kLost = Breaks(Effect::kNotAnswered);

// The path of a call is /package.Service/Method.
constexpr Judgement kWithServices = {Surface::kRpc, kLost, kLost};

bool DeclaresExtensions(const Pair<File>& file) {
  const File& before = *file.before;
  return !before.extensions.empty() ||
         std::any_of(before.messages.begin(), before.messages.end(),
                     [](const Message& message) { return HasExtensions(message); });
}

bool HasServices(const Pair<File>& file) { return !file.before->services.empty(); }
bool HasMessages(const Pair<File>& file) { return !file.before->messages.empty(); }

std::string Quoted(std::string_view package) {
  return package.empty() ? std::string("none") : fmt::format("`{}`", package);
}

void CheckPackage(const PackagePair& package, ChangeSink& sink) {
  const auto any = [&](bool (*has)(const Pair<File>&)) {
    return std::any_of(package.files.begin(), package.files.end(), has);
  };
  Change& change = sink.Add(
      package,
      fmt::format("package {} became {} in {}", Quoted(package.before), Quoted(package.after),
                  package.files.size() == 1 ? fmt::format("`{}`", package.files[0].before->path)
                                            : fmt::format("{} files", package.files.size())));
  Judge(change, kSameData);
  Judge(change, {Surface::kSource, Breaks(Effect::kSymbolGone)});
  if (any(DeclaresExtensions)) Judge(change, kExtensionsRenamed);
  if (any(HasServices)) Judge(change, kWithServices);
  if (any(HasMessages)) Judge(change, {Surface::kRpc, kOtherTypeUrl, kOtherTypeUrl});
}

}  // namespace

constinit const Rule change_package = {
    .id = "CHANGE_PACKAGE",
    .summary = "files have another package, with all contracts in them",
    .why =
        "Plain messages stay the same in bytes, JSON and text. The paths of services, the type "
        "URLs in an Any, the names of extensions and generated code all hold the package.",
    .instead = "Add the new package beside the old one and move clients over.",
    .buf = "FILE_SAME_PACKAGE, PACKAGE_NO_DELETE",
    .check = CheckPackage,
};

}  // namespace leyline::rules
