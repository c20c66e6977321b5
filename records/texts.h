// Rules for what people write in words, and for the names they write.
#pragma once

#include <string>
#include <string_view>

namespace leyline {

// Says nothing: "TBD", "n/a", "........", "<why the change is needed>". Case, spaces and
// punctuation around the words don't count.
bool IsPlaceholder(std::string_view text);

// "acme.v1.Invoice", or the path of a .proto file, or of one of the gate's own .yaml files, for
// changes of whole files.
bool IsContractName(std::string_view text);

// "sha256:" and 64 lower-case hex digits.
bool IsDigestText(std::string_view text);

// The file's name without folder and extension: "governance/proposals/p-1.yaml" -> "p-1".
std::string StemOf(std::string_view file);

}  // namespace leyline
