// What a message means, as one digest: for who stores it or sends it beside data.
#pragma once

#include <string>

#include "analyzer/model/model.h"

namespace leyline {

// "sha256:..." of the full name and of what data in binary and JSON depends on: fields by number
// with names, types, presence, packing and defaults, and the values of their enums. Independent of
// file, order, comments and options that only tools read. Types of fields count by their name: each
// message has a digest of its own.
std::string ContractDigest(const Message& message);

}  // namespace leyline
