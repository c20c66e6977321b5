#include "analyzer/rules/moves.h"

#include <algorithm>
#include <unordered_set>
#include <vector>

namespace leyline::rules {
namespace {

void AddFact(Facts& facts, std::string_view key, std::string_view value) {
  facts.emplace_back(key, value);
  std::sort(facts.begin(), facts.end());
}

// Imports the definition of Any, whichever way.
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

}  // namespace

bool HasExtensions(const Message& message) {
  return !message.extensions.empty() ||
         std::any_of(message.messages.begin(), message.messages.end(), HasExtensions);
}

bool HasContracts(const File& file) {
  return !file.messages.empty() || !file.enums.empty() || !file.services.empty() ||
         !file.extensions.empty();
}

void AddFileFacts(Change& change, const File& before, const File& after) {
  AddFact(change.before_facts, "file", before.path);
  AddFact(change.after_facts, "file", after.path);
}

void JudgeJsonOfAny(Change& change, const File& before, const File& after) {
  if (!SeesAny(before) && !SeesAny(after)) return;
  Judge(change, {Surface::kJson, kOtherTypeUrl, kOtherTypeUrl, kOtherTypeUrl});
}

}  // namespace leyline::rules
