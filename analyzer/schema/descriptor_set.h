// Bytes of a google.protobuf.FileDescriptorSet -> files. Made by `protoc --include_imports -o`,
// `buf build -o`, build systems. Editions included.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/model/model.h"
#include "base/result.h"

namespace leyline {

// Decodes the "written" half of every file; of the linked half Field::type, Field::json_name of
// fields with has_json_name, Field::default_value and Options::bytes, because a descriptor has them
// resolved. Type names are as found, "." in front when they are absolute. Names and bytes borrow
// from `bytes`, which must outlive the files. A file that stands twice with the same bytes is one
// file.
//
// Files that a buf image marks as imports are not governed; in other sets google/protobuf/* are not
// when there are other files. Anything that is not a descriptor set is refused with the byte at
// which it goes wrong; `label` is the input's name in that error.
Result<std::vector<std::unique_ptr<File>>> DecodeDescriptorSet(const std::string& label,
                                                               std::string_view bytes);

}  // namespace leyline
