// MemoryTree: a SourceTree of texts.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/schema/load/source_tree.h"

namespace leyline {

using Sources = std::map<std::string, std::string>;  // path -> text

class MemoryTree final : public SourceTree {
 public:
  MemoryTree(std::string label, Sources files)
      : label_(std::move(label)), files_(std::move(files)) {}

  std::string label() const override { return label_; }

  Result<std::vector<Entry>> List(std::string_view folder) const override {
    std::vector<Entry> entries;
    for (const auto& [path, text] : files_) {
      if (path.starts_with(folder)) entries.push_back({.path = path, .content = {}});
    }
    return entries;
  }

  Result<std::vector<std::string>> Read(const std::vector<Entry>& entries) const override {
    std::vector<std::string> texts;
    for (const Entry& entry : entries) texts.push_back(files_.at(entry.path));
    return texts;
  }

  std::optional<Entry> Find(std::string_view path) const override {
    const auto at = files_.find(std::string(path));
    if (at == files_.end()) return std::nullopt;
    return Entry{.path = at->first, .content = {}};
  }

 private:
  std::string label_;
  Sources files_;
};

}  // namespace leyline
