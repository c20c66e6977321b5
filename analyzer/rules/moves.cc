#include "analyzer/rules/moves.h"

#include <algorithm>

namespace leyline::rules {
namespace {

void AddFact(Facts& facts, std::string_view key, std::string_view value) {
  facts.emplace_back(key, value);
  std::sort(facts.begin(), facts.end());
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

}  // namespace leyline::rules
