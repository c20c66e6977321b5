#include "analyzer/schema/load/pair_listing.h"

#include <algorithm>

namespace leyline {
namespace {

bool IsFolderOf(const SourceTree& tree, const std::string& root) {
  return root.empty() || root == "." || tree.HasFolder(root);
}

}  // namespace

std::unique_ptr<PairListing> PairListing::Make(const SourceTree& before, const SourceTree& after,
                                               const LoadOptions& options) {
  if (options.unchanged == Unchanged::kLoaded || !options.sought.empty()) return nullptr;
  if (options.roots.size() != 1) return nullptr;
  const bool reads_twice = std::any_of(
      options.imports.begin(), options.imports.end(),
      [&](const std::string& root) { return IsFolderOf(before, root) || IsFolderOf(after, root); });
  if (reads_twice) return nullptr;
  const std::string folder = options.roots.front() == "." ? "" : options.roots.front();
  const std::string old_id = before.IdOf(folder);
  const std::string new_id = after.IdOf(folder);
  if (old_id.empty() || new_id.empty()) return nullptr;
  std::unique_ptr<PairListing> listing(new PairListing(after, folder));
  const auto list = [made = listing.get()] {
    made->problems_ = made->after_.ListProblems(made->folder_);
  };
  // It takes longest, and is asked for last.
  if (options.threads != 1) listing->lister_ = Beside(list);
  auto old_files = before.ListUnlike(folder, new_id);
  auto new_files = after.ListUnlike(folder, old_id);
  if (!old_files || !new_files) return nullptr;
  listing->before = std::move(*old_files);
  listing->after = std::move(*new_files);
  if (options.threads == 1) list();
  return listing;
}

Result<PairListing::Entries> PairListing::Shared() {
  if (const auto& problems = Problems(); !problems) return problems;  // the tree is listed once
  auto entries = after_.List(folder_);
  if (!entries) return entries;
  auto other = after.begin();
  const auto differs = [&](const SourceTree::Entry& entry) {
    while (other != after.end() && other->path < entry.path) ++other;
    return other != after.end() && other->path == entry.path;
  };
  std::erase_if(*entries, differs);
  return entries;
}

const Result<PairListing::Entries>& PairListing::Problems() {
  lister_.Wait();
  return problems_;
}

}  // namespace leyline
