#include <algorithm>

#include <fmt/format.h>

#include "analyzer/rules/moves.h"
#include "analyzer/rules/recognition.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

constexpr Outcome kLost = Breaks(Effect::kNotAnswered);

// The path of a call is /package.Service/Method.
constexpr Judgement kWithServices = {Surface::kRpc, kLost, kLost};

bool DeclaresExtensions(const File* file) {
  return !file->extensions.empty() ||
         std::any_of(file->messages.begin(), file->messages.end(),
                     [](const Message& message) { return HasExtensions(message); });
}

bool HasServices(const File* file) { return !file->services.empty(); }
bool HasMessages(const File* file) { return !file->messages.empty(); }

std::string Quoted(std::string_view package) {
  return package.empty() ? std::string("none") : fmt::format("`{}`", package);
}

void CheckPackage(const PackagePair& package, ChangeSink& sink) {
  const auto any = [&](bool (*has)(const File*)) {
    return std::any_of(package.before_files.begin(), package.before_files.end(), has);
  };
  Change& change =
      sink.Add(package, fmt::format("package {} became {} in {}{}", Quoted(package.before),
                                    Quoted(package.after),
                                    package.before_files.size() == 1
                                        ? fmt::format("`{}`", package.before_files[0]->path)
                                        : fmt::format("{} files", package.before_files.size()),
                                    DoubtOf(package.evidence, "declarations and fields")));
  Judge(change, kSameData);
  Judge(change, {Surface::kSource, Breaks(Effect::kSymbolGone)});
  if (any(DeclaresExtensions)) Judge(change, kExtensionsRenamed);
  if (any(HasServices)) Judge(change, kWithServices);
  if (any(HasMessages)) {
    Judge(change, {Surface::kRpc, kOtherTypeUrl, kOtherTypeUrl});
    for (const File* file : package.before_files) JudgeJsonOfAny(change, *file, *file);
    for (const File* file : package.after_files) JudgeJsonOfAny(change, *file, *file);
  }
}

}  // namespace

constinit const Rule change_package = {
    .id = "CHANGE_PACKAGE",
    .summary = "files have another package, and with it all contracts in them",
    .why =
        "Plain messages stay the same in bytes, JSON and text. The paths of services, the type "
        "URLs in an Any, the names of extensions and generated code all hold the package.",
    .instead =
        "Add the new package beside the old one. Serve both, and let readers of an Any know both. "
        "Move the clients over. Then remove the old package.",
    .buf = "FILE_SAME_PACKAGE, PACKAGE_NO_DELETE",
    .check = CheckPackage,
};

}  // namespace leyline::rules
