#include "records/meaning.h"

#include <algorithm>

#include "base/digest.h"

namespace leyline {

void Meaning::Put(std::string_view text) {
  framed_ += std::to_string(text.size());
  framed_.push_back(':');
  framed_.append(text);
}

void Meaning::Add(std::string_view key, std::string_view value) {
  Put(key);
  Put(value);
}

void Meaning::AddNumber(std::string_view key, int64_t value) { Add(key, std::to_string(value)); }

void Meaning::AddFlag(std::string_view key, bool value) { Add(key, value ? "true" : "false"); }

void Meaning::AddSet(std::string_view key, std::vector<std::string> values) {
  std::sort(values.begin(), values.end());
  AddList(key, values);
}

void Meaning::AddList(std::string_view key, const std::vector<std::string>& values) {
  Put(key);
  Put(std::to_string(values.size()));
  for (const std::string& value : values) Put(value);
}

std::string Meaning::Digest() const { return DigestText(Sha256Of(framed_)); }

}  // namespace leyline
