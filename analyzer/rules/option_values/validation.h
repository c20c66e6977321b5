// Validation rules of fields (protovalidate, protoc-gen-validate) by meaning: which values a reader
// that validates accepts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/schema/options.h"

namespace leyline::rules {

// Whether an option of that number holds validation rules, by the extension that the snapshot has
// for it.
bool IsValidation(const Snapshot& snapshot, OptionsKind kind, uint32_t number);

struct ValidationChange {
  std::vector<std::string> tightened;  // "string.max_len": the new side accepts less
  std::vector<std::string> loosened;   // the new side accepts more
  std::vector<std::string> changed;    // neither is known: another pattern or expression
};

// Of one validation option in the bytes of both sides' options.
ValidationChange CompareValidation(const Snapshot& before, std::string_view before_options,
                                   const Snapshot& after, std::string_view after_options,
                                   OptionsKind kind, uint32_t number);

}  // namespace leyline::rules
