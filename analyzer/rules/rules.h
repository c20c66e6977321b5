// Declares every rule of rules.def. Included by the rules themselves: it is what gives a `const`
// rule external linkage.
#pragma once

#include "analyzer/rules/rule.h"
#include "analyzer/rules/sink.h"

namespace leyline::rules {

#define LEYLINE_RULE(id) extern const Rule id;
#include "analyzer/rules/rules.def"
#undef LEYLINE_RULE

}  // namespace leyline::rules
