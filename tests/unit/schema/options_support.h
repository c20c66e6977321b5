// Options interpreted twice: by Leyline and by libprotobuf.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/schema/snapshot.h"

namespace leyline {

using NamedText = std::pair<std::string, std::string>;  // path, text

// Parses and links; imports that are not among the texts are built in.
Result<Snapshot> LinkWithBuiltins(const std::vector<NamedText>& texts);

// The bytes of the options of `message` by libprotobuf, or nothing when it refuses one of the
// files. Imports come before their importers; the well-known types and descriptor.proto may be
// imported.
std::optional<std::string> MessageOptionsByLibprotobuf(const std::vector<NamedText>& texts,
                                                       const std::string& message);

// The fields of a message in number order, those of one number in their order.
std::string InNumberOrder(std::string_view bytes);

// "x.proto:3:7: message", one a line, with " (fix: ...)" where there is one.
std::string Lines(const Errors& errors);

}  // namespace leyline
