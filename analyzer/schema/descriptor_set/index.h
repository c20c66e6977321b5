// SetIndex: where the files of a descriptor set stand in its bytes, without decoding them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/model/model.h"
#include "analyzer/schema/load/scan_imports.h"
#include "base/result.h"

namespace leyline {

class SetIndex {
 public:
  // What a buf image says of a file: that it is there for others only.
  enum class Mark : uint8_t { kUnsaid, kOwn, kImport };

  // Paths are the index's own: they are asked for long after the bytes have been read.
  struct Entry {
    std::string_view path;
    std::string_view bytes;  // a google.protobuf.FileDescriptorProto
    // What of the bytes says where its declarations stand, where that is in one piece.
    std::string_view source_info = {};
    bool has_more_source_info = false;
    Mark mark = Mark::kUnsaid;
    bool is_proto2 = true;
    ScannedImports imports = {};  // may_extend: of its top level
  };

  // Sorted by path. `bytes` must outlive the index. Anything that is not a descriptor set is
  // refused with the byte at which it goes wrong; `label` is the input's name in that error. A file
  // that stands twice with the same bytes is one file.
  static Result<SetIndex> Make(const std::string& label, std::string_view bytes);

  const std::vector<Entry>& entries() const { return entries_; }
  // Null when there is none.
  const Entry* Find(std::string_view path) const;

  // Files that the set marks as imports are not governed; in sets without marks google/protobuf/*
  // are not when there are other files.
  bool IsGoverned(const Entry& entry) const;

  Result<std::unique_ptr<File>> Decode(const Entry& entry) const;

 private:
  Status ReadEntries(std::size_t at_once);
  Status SortEntries();

  std::string label_;
  std::string_view bytes_;
  Arena paths_;
  std::vector<Entry> entries_;
  bool has_own_ = false;
};

// Whether two descriptors of a file are the same but for where its declarations stand.
bool HaveSameDeclarations(const SetIndex::Entry& a, const SetIndex::Entry& b);

// Whether an extension is declared somewhere in it.
bool DeclaresExtensions(const SetIndex::Entry& entry);

}  // namespace leyline
