#include "tests/unit/witness/dump.h"

#include <fmt/format.h>

#include "tests/support/snapshots.h"

namespace leyline::testing {

std::string DumpWitness(const Verdict& verdict) {
  std::string text =
      fmt::format("  {} {} {} {}: ", NameOf(verdict.surface), NameOf(verdict.direction),
                  NameOf(verdict.level), NameOf(verdict.effect));
  if (!verdict.witness) return text + "-\n";
  const Witness& witness = *verdict.witness;
  if (!witness.reason.empty()) return text + "none: " + witness.reason + "\n";
  text += witness.from_after ? "new" : "old";
  if (!witness.hex.empty()) text += " 0x" + witness.hex;
  if (!witness.json.empty()) text += " json " + witness.json;
  if (!witness.text.empty()) text += " text {" + witness.text + "}";
  if (!witness.passed_on.empty()) text += " passed on " + witness.passed_on;
  return text + fmt::format(" | {} | {}\n", witness.written, witness.read);
}

std::string DumpWitnesses(const std::vector<Change>& changes) {
  std::string text;
  for (const Change& change : changes) {
    text += Summary(change) + "\n";
    if (!change.before_source.empty()) {
      text += fmt::format("<<<\n{}>>>\n{}===\n", change.before_source, change.after_source);
    }
    for (const Verdict& verdict : change.verdicts) {
      if (verdict.level != Level::kCompatible) text += DumpWitness(verdict);
    }
  }
  return text;
}

}  // namespace leyline::testing
