#include <fmt/format.h>

#include "analyzer/rules/moves.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

void CheckFile(const Pair<File>& file, ChangeSink& sink) {
  // The contracts of a file speak for it.
  if (file.after != nullptr || HasContracts(*file.before)) return;
  Change& change = sink.Add(file, fmt::format("file `{}` was removed", file.before->path));
  Judge(change, kSameData);
  Judge(change, {Surface::kSource, Breaks(Effect::kSymbolGone)});
}

}  // namespace

constinit const Rule remove_file = {
    .id = "REMOVE_FILE",
    .summary = "a file without contracts was removed",
    .why =
        "Imports and includes of the file stop compiling, and its public imports are gone with it.",
    .instead = "Keep the file until nobody imports it.",
    .buf = "FILE_NO_DELETE",
    .check = CheckFile,
};

}  // namespace leyline::rules
