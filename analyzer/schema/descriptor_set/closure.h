// Closure: what the governed files of a descriptor set import, as far as it reaches.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/model/model.h"
#include "base/result.h"

namespace leyline {

class Closure {
 public:
  // A file that has not been decoded, by its path; null where there is none.
  using Decode = std::function<Result<std::unique_ptr<File>>(std::string_view path)>;

  // Borrows all. `label` is the set's name in errors.
  Closure(const std::string& label, std::vector<std::unique_ptr<File>>& files, Decode decode);

  // Drops the files that no governed file needs, and adds those that are still to be decoded, or
  // are missing and built in; what is added is not governed. A file that is excluded and needed
  // stays, ungoverned: without it the others would not link.
  Errors Keep();

 private:
  using Files = std::vector<std::unique_ptr<File>>;

  void Need(const File* file);
  void Follow(const File& file, const Import& import);
  void Add(std::unique_ptr<File> file);
  void Missing(const File& file, const Import& import);

  const std::string& label_;
  Files& files_;
  Decode decode_;
  Files added_;
  std::unordered_map<std::string_view, const File*> by_path_;
  std::unordered_set<const File*> needed_;
  std::vector<const File*> open_;
  Errors errors_;
};

}  // namespace leyline
