// Secrets that somebody pasted into a text that will be public with the repository.
#pragma once

#include <string>
#include <string_view>

namespace leyline {

// What the text seems to hold, "a private key"; empty for nothing known. Only forms that nobody
// writes by accident: a false alarm would stop a proposal.
std::string_view FindSecret(std::string_view text);

}  // namespace leyline
