// Witnesses that are shown, not executed: of calls and generated code; and the reasons why a
// verdict has none.
#pragma once

#include <optional>

#include "analyzer/diff/change.h"

namespace leyline::witness {

// Nothing when the verdict is one to execute.
std::optional<Witness> ShownFor(const Change& change, const Verdict& verdict);

// "int64 a = 1;", "rpc Get(A) returns (B);", "enum E"; "" for none.
std::string DeclarationText(const Declaration& declaration);

}  // namespace leyline::witness
