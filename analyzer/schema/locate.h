// Nodes -> places: line and column from the text, or from a descriptor set's source info.
#pragma once

#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "analyzer/model/model.h"
#include "analyzer/schema/place_table.h"
#include "base/error.h"

namespace leyline {

// Finds many places of the same files: reads a file's lines, or its source info, once. Borrows the
// files; may be asked by several threads.
class Locator {
 public:
  // The place of a declaration's first token. Files without text and source info give 1:1.
  SourceSpan Locate(const File& file) const;
  SourceSpan Locate(const Message& message);
  SourceSpan Locate(const Enum& enumeration);
  SourceSpan Locate(const EnumValue& value);
  SourceSpan Locate(const Field& field);
  SourceSpan Locate(const Oneof& oneof);
  SourceSpan Locate(const Service& service);
  SourceSpan Locate(const Method& method);

  // The place of the syntax/edition statement or the package statement; of the file if there is
  // none.
  SourceSpan LocateSyntax(const File& file);
  SourceSpan LocatePackage(const File& file);

 private:
  // A path as descriptor.proto's SourceCodeInfo has it: numbers of fields and indexes.
  using Path = std::vector<int32_t>;
  struct Known {
    std::mutex mutex;
    std::vector<Offset> line_starts;  // of a file with text, once it was asked for
    std::optional<PlaceTable> places;
  };

  Known& KnownOf(const File& file);
  SourceSpan PlaceInText(const File& file, Offset offset);
  SourceSpan Place(const File& file, Offset offset, const Path& path);

  std::mutex mutex_;
  std::unordered_map<const File*, Known> known_;
};

}  // namespace leyline
