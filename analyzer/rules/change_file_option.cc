#include <fmt/format.h>

#include "analyzer/rules/compare/options.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

void CheckFile(const Pair<File>& file, ChangeSink& sink) {
  if (!file.both()) return;
  const std::vector<OptionChange> options =
      ChangedOptions(sink.matches(), OptionsKind::kFile, file.before->options, file.after->options);
  if (options.empty()) return;
  Change& change = sink.Add(
      file, fmt::format("in the options of file `{}`: {}", file.before->path, TextOf(options)));
  JudgeOptions(change, options);
}

}  // namespace

constinit const Rule change_file_option = {
    .id = "CHANGE_FILE_OPTION",
    .summary = "an option of a file was set, changed or removed",
    .why =
        "Options such as `java_package` and `go_package` move generated code: users of that "
        "language stop compiling. No data changes.",
    .instead = "Set language options once, when the file is made.",
    .buf =
        "FILE_SAME_CC_ENABLE_ARENAS, FILE_SAME_CC_GENERIC_SERVICES, "
        "FILE_SAME_CSHARP_NAMESPACE, FILE_SAME_GO_PACKAGE, FILE_SAME_JAVA_GENERIC_SERVICES, "
        "FILE_SAME_JAVA_MULTIPLE_FILES, FILE_SAME_JAVA_OUTER_CLASSNAME, "
        "FILE_SAME_JAVA_PACKAGE, FILE_SAME_OBJC_CLASS_PREFIX, FILE_SAME_OPTIMIZE_FOR, "
        "FILE_SAME_PHP_CLASS_PREFIX, FILE_SAME_PHP_METADATA_NAMESPACE, "
        "FILE_SAME_PHP_NAMESPACE, FILE_SAME_PY_GENERIC_SERVICES, FILE_SAME_RUBY_PACKAGE, "
        "FILE_SAME_SWIFT_PREFIX",
    .check = CheckFile,
};

}  // namespace leyline::rules
