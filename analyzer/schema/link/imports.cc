#include "analyzer/schema/link/imports.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

namespace leyline {
namespace {

using FilesByPath = std::unordered_map<std::string_view, File*>;

FilesByPath IndexByPath(std::span<const std::shared_ptr<File>> files, Problems& problems) {
  FilesByPath by_path;
  by_path.reserve(files.size());
  for (const auto& file : files) {
    if (by_path.try_emplace(file->path, file.get()).second) continue;
    problems.Add(*file, kNoOffset, fmt::format("two files have the path `{}`", file->path),
                 "keep each contract below one root only");
  }
  return by_path;
}

void ResolveFile(File& file, const FilesByPath& by_path, Problems& problems) {
  std::unordered_set<std::string_view> seen;
  for (Import& import : file.imports) {
    if (!seen.insert(import.path).second) {
      problems.Add(file, import.pos, fmt::format("import `{}` is listed twice", import.path),
                   "remove one of the two statements");
    }
    const auto found = by_path.find(import.path);
    if (found != by_path.end()) {
      import.file = found->second;
    } else if (import.kind != ImportKind::kOption) {
      problems.Add(file, import.pos, fmt::format("imported file `{}` is not found", import.path));
    }
  }
}

// A depth-first search over the imports with a stack of its own: chains may be as long as the
// input.
class CycleFinder {
 public:
  CycleFinder(std::span<File* const> files, Problems& problems)
      : files_(files), problems_(problems) {}

  void Run() {
    state_.reserve(files_.size());
    for (const File* file : files_) {
      if (state_.contains(file)) continue;
      Open(*file);
      while (!path_.empty()) Step();
    }
  }

 private:
  enum class State : uint8_t { kOnPath, kDone, kReported };
  struct Visit {
    const File* file = nullptr;
    std::size_t next = 0;  // into its imports
  };

  void Open(const File& file) {
    state_[&file] = State::kOnPath;
    path_.push_back({&file, 0});
  }

  void Step() {
    Visit& top = path_.back();
    if (top.next == top.file->imports.size()) {
      State& state = state_[top.file];
      if (state == State::kOnPath) state = State::kDone;
      path_.pop_back();
      return;
    }
    const Import& import = top.file->imports[top.next++];
    if (import.file == nullptr) return;
    const auto seen = state_.find(import.file);
    if (seen == state_.end()) {
      Open(*import.file);
    } else if (seen->second == State::kOnPath) {
      Report(*import.file);
    }
  }

  // The cycle is what is on the path from `start` on. Files of a reported cycle start no other one,
  // so that a tangle gives a few errors and not one a path through it.
  void Report(const File& start) {
    const auto from = std::find_if(path_.begin(), path_.end(),
                                   [&](const Visit& visit) { return visit.file == &start; });
    std::vector<Visit> cycle(from, path_.end());
    for (const Visit& visit : cycle) state_[visit.file] = State::kReported;
    const auto smallest = std::min_element(
        cycle.begin(), cycle.end(),
        [](const Visit& a, const Visit& b) { return a.file->path < b.file->path; });
    std::rotate(cycle.begin(), smallest, cycle.end());
    const Visit& first = cycle.front();
    problems_.Add(*first.file, first.file->imports[first.next - 1].pos,
                  fmt::format("files import each other in a cycle: {}", TextOf(cycle)),
                  "move what both need into a file of its own");
  }

  static std::string TextOf(const std::vector<Visit>& cycle) {
    constexpr std::size_t kMostShown = 20;
    std::string text;
    for (std::size_t i = 0; i < std::min(cycle.size(), kMostShown); ++i) {
      text += cycle[i].file->path + " -> ";
    }
    if (cycle.size() > kMostShown) {
      text += fmt::format("({} more) -> ", cycle.size() - kMostShown);
    }
    return text + cycle.front().file->path;
  }

  std::span<File* const> files_;
  Problems& problems_;
  std::unordered_map<const File*, State> state_;
  std::vector<Visit> path_;
};

}  // namespace

void ResolveImports(std::span<const std::shared_ptr<File>> files, std::span<File* const> own,
                    Problems& problems) {
  const FilesByPath by_path = IndexByPath(files, problems);
  for (File* file : own) ResolveFile(*file, by_path, problems);
  CycleFinder(own, problems).Run();
}

}  // namespace leyline
