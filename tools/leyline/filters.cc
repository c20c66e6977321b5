#include "tools/leyline/filters.h"

#include <algorithm>

#include <fmt/format.h>

#include "analyzer/schema/link/below.h"
#include "analyzer/schema/wire.h"
#include "base/strings.h"

namespace leyline {
namespace {

// Of a descriptor set only the names are read: the loader makes its index.
bool AddPathsOfSet(std::string_view set, std::vector<SourceTree::Entry>& paths) {
  constexpr uint32_t kFile = 1;  // of FileDescriptorSet
  constexpr uint32_t kName = 1;  // of FileDescriptorProto; all writers put it first
  WireReader files(set);
  for (WireField file; files.Next(file);) {
    if (file.number != kFile) continue;
    WireReader reader(file.payload);
    WireField field;
    while (reader.Next(field) && field.number != kName) {
    }
    if (field.number != kName) return false;
    paths.push_back({std::string(field.payload), "", ""});
  }
  return !set.empty() && files.rest().empty();
}

// Whether a filter is none of a slip, as far as that is known without listing an input.
bool SurelyMatches(const std::string& filter, const std::vector<Filtered>& inputs,
                   const std::vector<std::string>& roots) {
  const bool is_in_root = std::any_of(
      roots.begin(), roots.end(), [&](const std::string& root) { return IsBelow(filter, root); });
  return is_in_root && std::any_of(inputs.begin(), inputs.end(), [&](const Filtered& input) {
           return input.tree != nullptr && input.tree->SurelyHasContract(filter);
         });
}

// False where the input can't be listed.
bool AddPaths(const Filtered& input, const std::vector<std::string>& roots,
              std::vector<SourceTree::Entry>& paths) {
  if (input.tree == nullptr) {
    return AddPathsOfSet(input.set->bytes, paths);
  }
  for (const std::string& root : roots) {
    const std::string folder = root == "." ? "" : root;
    if (!input.tree->HasFolder(folder)) continue;
    auto entries = input.tree->List(folder);
    if (!entries) return false;
    paths.insert(paths.end(), entries->begin(), entries->end());
  }
  return true;
}

}  // namespace

std::string NoticeOfIdle(std::string_view flag, const std::vector<std::string>& filters,
                         const std::vector<Filtered>& inputs,
                         const std::vector<std::string>& roots) {
  std::vector<std::string> unsure;
  for (const std::string& filter : filters) {
    if (!SurelyMatches(filter, inputs, roots)) unsure.push_back(filter);
  }
  if (unsure.empty()) return "";
  std::vector<SourceTree::Entry> paths;
  for (const Filtered& input : inputs) {
    if (!AddPaths(input, roots, paths)) return "";
  }
  std::string notices;
  for (const std::string& filter : unsure) {
    const bool matches =
        std::any_of(paths.begin(), paths.end(), [&](const SourceTree::Entry& entry) {
          return IsBelow(entry.path, filter) ||
                 (!entry.problem.empty() && IsBelow(filter, entry.path));
        });
    if (!matches) notices += fmt::format("{} {} matches no contract\n", flag, Printable(filter));
  }
  return notices;
}

}  // namespace leyline
