// Options bytes -> canonical text.
#include "analyzer/schema/builtin/schema.h"
#include "analyzer/schema/options.h"
#include "analyzer/schema/options/printer.h"

namespace leyline {

std::string OptionsText(const Snapshot& snapshot, OptionsKind kind, std::string_view bytes) {
  if (bytes.empty()) return "{}";
  return OptionsPrinter(snapshot).Print(OptionsMessage(kind), bytes);
}

}  // namespace leyline
