#include "tools/leyline/input/sides.h"

#include <algorithm>

#include <fmt/format.h>

namespace leyline {
namespace {

bool Has(const SourceTree& tree, const std::string& root) {
  return root.empty() || root == "." || tree.HasFolder(root);
}

Error NoRoot(const std::string& lacks, const std::string& root, const std::string& and_what,
             std::string fix) {
  return {.kind = ErrorKind::kInput,
          .message = fmt::format("`{}` has no folder `{}`, a root of leyline.yaml{}", lacks, root,
                                 and_what),
          .fix = std::move(fix)};
}

// Of what stands where the root or a folder above it should be: ": `lib` is a submodule, ..."
std::string InItsPlace(const SourceTree& tree, const std::string& root) {
  for (std::size_t end = root.find('/');; end = root.find('/', end + 1)) {
    const std::string part = root.substr(0, end);
    const auto entry = tree.Find(part);
    if (entry.has_value() && !entry->problem.empty()) {
      return fmt::format(": `{}` {}", part, entry->problem);
    }
    if (end == std::string::npos) return "";
  }
}

}  // namespace

Status CheckRoots(const SourceTree* before, const SourceTree* after,
                  const std::vector<std::string>& roots, Lacking lacking) {
  Errors errors;
  for (const std::string& root : roots) {
    const bool in_before = before == nullptr || Has(*before, root);
    const bool in_after = after == nullptr || Has(*after, root);
    if (in_before && in_after) continue;
    for (const SourceTree* tree : {before, after}) {
      if (tree == nullptr) continue;
      if (auto readable = tree->Readable(); !readable) return readable;
    }
    const SourceTree& lacks = in_before ? *after : *before;
    if (!in_before && !in_after) {
      errors.push_back(
          NoRoot(lacks.label(), root,
                 fmt::format(", and neither has `{}`{}", after->label(), InItsPlace(*after, root)),
                 "correct `contracts:` in leyline.yaml"));
    } else if (lacking == Lacking::kRefused || before == nullptr || after == nullptr) {
      errors.push_back(NoRoot(lacks.label(), root, "",
                              "name the same place on both sides, such as main:. and HEAD:."));
    }
  }
  if (!errors.empty()) return Fail(std::move(errors));
  return {};
}

bool HasContracts(const Snapshot& snapshot) {
  return std::any_of(snapshot.files.begin(), snapshot.files.end(),
                     [](const auto& file) { return file->governed; });
}

}  // namespace leyline
