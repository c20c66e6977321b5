#include "analyzer/rules/moves.h"

#include <algorithm>

#include "analyzer/rules/any.h"

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

void JudgeJsonOfAny(Change& change, const File& before, const File& after) {
  if (!SeesAny(before) && !SeesAny(after)) return;
  Judge(change, {Surface::kJson, kOtherTypeUrl, kOtherTypeUrl, kOtherTypeUrl});
}

}  // namespace leyline::rules
