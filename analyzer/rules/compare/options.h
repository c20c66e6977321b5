// Options of one element on both sides: which differ in what they mean.
#pragma once

#include <string>
#include <vector>

#include "analyzer/diff/change.h"
#include "analyzer/diff/match.h"
#include "analyzer/schema/options.h"

namespace leyline::rules {

// One option that differs.
struct OptionChange {
  OptionsKind kind = OptionsKind::kFile;
  uint32_t number = 0;
  // The bytes of all options of either side, and what they mean there.
  const Snapshot* before_snapshot = nullptr;
  const Snapshot* after_snapshot = nullptr;
  std::string_view before_bytes;
  std::string_view after_bytes;
  std::string before;  // "jstype: JS_STRING"; empty when it is not set
  std::string after;

  // Custom options are extensions, whose numbers start at 1000.
  bool is_custom() const { return number >= 1000; }
};

// By number. Features, which are compared where they have an effect, and options with a rule of
// their own are left out.
std::vector<OptionChange> ChangedOptions(const Matches& matches, OptionsKind kind,
                                         const Options& before, const Options& after);

// "`jstype: JS_STRING` was set, `(a.b): 1` became `(a.b): 2`"
std::string TextOf(const std::vector<OptionChange>& changes);

// What the options mean: generated code follows built-in ones, HTTP clients follow google.api.http,
// and readers that validate follow validation rules. Other custom options change no data; one that
// nobody can read (its extension is not there) and that stands where calls are routed is UNKNOWN.
void JudgeOptions(Change& change, const std::vector<OptionChange>& changes);

}  // namespace leyline::rules
