// What becomes of the values that one spec writes and another reads, counted.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/property/wire_lab.h"

namespace leyline {

// A value as the writer's own getters have it, and as bytes or JSON.
struct Sample {
  Value value;
  std::string text;
};

struct Outcomes {
  int survived = 0;  // and is not trivial
  int changed = 0;   // silently
  int refused = 0;
  int unset = 0;        // was set to the default and reads as unset; all else is well
  std::string example;  // of what did not survive

  void Count(const Value& written, const std::optional<Value>& read);
  int failed() const { return changed + refused; }
};

// Values made of the atoms: each alone, unset, and in lists.
std::vector<Value> ValuesOf(const Specimen& writer, const std::vector<Atom>& atoms);

// As bytes.
std::vector<Sample> SamplesOf(const Specimen& writer, const std::vector<Atom>& atoms);
// As JSON; without the values that have no form in it, which are texts that are not UTF-8.
std::vector<Sample> JsonSamplesOf(const Specimen& writer, const std::vector<Atom>& atoms);

Outcomes Execute(const Specimen& reader, const std::vector<Sample>& samples);
Outcomes ExecuteJson(const Specimen& reader, const std::vector<Sample>& samples);

}  // namespace leyline
