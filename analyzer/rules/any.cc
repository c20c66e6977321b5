#include "analyzer/rules/any.h"

#include <unordered_set>
#include <vector>

namespace leyline::rules {

bool SeesAny(const File& file) {
  std::vector<const File*> open = {&file};
  std::unordered_set<const File*> seen = {&file};
  while (!open.empty()) {
    const File* next = open.back();
    open.pop_back();
    for (const Import& import : next->imports) {
      if (import.path == "google/protobuf/any.proto") return true;
      if (import.file != nullptr && seen.insert(import.file).second) open.push_back(import.file);
    }
  }
  return false;
}

}  // namespace leyline::rules
