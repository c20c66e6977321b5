#include <fmt/format.h>

#include "analyzer/rules/moves.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

void CheckFile(const Pair<File>& file, ChangeSink& sink) {
  // A file that went with its package is part of CHANGE_PACKAGE.
  if (file.how != How::kMoved || file.before->package != file.after->package) return;
  Change& change = sink.Add(
      file, fmt::format("file `{}` was moved to `{}`", file.before->path, file.after->path));
  Judge(change, kSameData);
  Judge(change, kOtherHeader);
}

}  // namespace

constinit const Rule move_file = {
    .id = "MOVE_FILE",
    .summary = "a file moved to another folder",
    .why =
        "Data and paths of calls stay the same. Imports and includes of the file stop compiling, "
        "and reflection knows the descriptor under another name.",
    .instead =
        "Leave a file in the old place that imports the new one publicly. Tell those who use the "
        "generated code.",
    .buf = "FILE_NO_DELETE",
    .check = CheckFile,
};

}  // namespace leyline::rules
