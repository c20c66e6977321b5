#include "analyzer/schema/descriptor_set/closure.h"

#include <utility>

#include <fmt/format.h>

#include "analyzer/schema/builtin/builtin.h"
#include "analyzer/syntax/parse.h"

namespace leyline {

Closure::Closure(const std::string& label, Files& files, Decode decode)
    : label_(label), files_(files), decode_(std::move(decode)) {
  for (const std::unique_ptr<File>& file : files_) by_path_.emplace(file->path, file.get());
}

Errors Closure::Keep() {
  for (const std::unique_ptr<File>& file : files_) {
    if (file->governed) Need(file.get());
  }
  while (!open_.empty()) {
    const File& file = *open_.back();
    open_.pop_back();
    for (const Import& import : file.imports) Follow(file, import);
  }
  std::erase_if(files_, [&](const auto& file) { return !needed_.contains(file.get()); });
  for (std::unique_ptr<File>& file : added_) files_.push_back(std::move(file));
  SortAndDedupe(errors_);
  return std::move(errors_);
}

void Closure::Need(const File* file) {
  if (needed_.insert(file).second) open_.push_back(file);
}

void Closure::Follow(const File& file, const Import& import) {
  const auto found = by_path_.find(import.path);
  if (found != by_path_.end()) return Need(found->second);
  auto decoded = decode_(import.path);
  if (!decoded) {
    errors_.insert(errors_.end(), decoded.error().begin(), decoded.error().end());
    return;
  }
  if (*decoded != nullptr) return Add(std::move(*decoded));
  if (const std::string_view text = BuiltinFile(import.path); !text.empty()) {
    return Add(Parse(std::string(import.path), std::string(text)).file);
  }
  if (import.kind == ImportKind::kOption) return;  // options may be left uninterpreted
  Missing(file, import);
}

void Closure::Add(std::unique_ptr<File> file) {
  file->governed = false;
  by_path_.emplace(file->path, file.get());
  Need(file.get());
  added_.push_back(std::move(file));
}

void Closure::Missing(const File& file, const Import& import) {
  errors_.push_back(
      {.kind = ErrorKind::kInput,
       .code = {},
       .message = fmt::format("`{}` imports `{}`, which is not in the set", file.path, import.path),
       .where = SourceSpan{label_, 0, 0},
       .fix = "make the set with `protoc --include_imports`"});
}

}  // namespace leyline
