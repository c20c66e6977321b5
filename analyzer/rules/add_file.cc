#include <fmt/format.h>

#include "analyzer/rules/moves.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

void CheckFile(const Pair<File>& file, ChangeSink& sink) {
  // The contracts of a file speak for it.
  if (file.before != nullptr || HasContracts(*file.after)) return;
  Change& change = sink.Add(file, fmt::format("file `{}` was added", file.after->path));
  Judge(change, kSameData);
  Judge(change, {Surface::kSource, kSafe});
}

}  // namespace

constinit const Rule add_file = {
    .id = "ADD_FILE",
    .summary = "a file without contracts was added",
    .why = "It holds no contract, so nothing depends on it yet.",
    .instead = "Go ahead: adding files is safe.",
    .buf = "",
    .check = CheckFile,
};

}  // namespace leyline::rules
