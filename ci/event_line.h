// One event as one line of canonical JSON, and back. Own code because a general JSON library would
// accept what a hash chain must not: repeated keys, other orders, other spellings.
#pragma once

#include <string>
#include <string_view>

#include "ci/event_log.h"

namespace leyline {

// Exactly the form that EventLine writes; else an error LG8008 at `where`, which gets the column.
Result<Event> ParseEventLine(std::string_view line, SourceSpan where);

// LG8005: the text after the first `keep` bytes is not a whole line.
Error TornLine(SourceSpan where, std::size_t keep);

}  // namespace leyline
