#include "records/reading.h"

#include <set>

#include <fmt/format.h>

#include "records/secrets.h"
#include "records/texts.h"

namespace leyline {

void CheckStem(YamlMap& map, const std::string& file, const std::string& id) {
  const std::string stem = StemOf(file);
  if (id.empty() || id == stem) return;
  map.Complain("proposal_id", "LG1016",
               fmt::format("proposal_id `{}` does not match file name `{}`", id, stem),
               fmt::format("rename the file to {}.yaml or correct the id", id));
}

void CheckDigestText(YamlMap& map, std::string_view key, const std::string& digest) {
  if (digest.empty() || IsDigestText(digest)) return;
  map.Complain(key, "LG3006", fmt::format("`{}`: `{}` is not a digest", key, digest),
               "write `sha256:` and 64 lower-case hex digits, as leyline prints them");
}

void CheckSecret(YamlMap& map, std::string_view key, std::string_view text) {
  const std::string_view secret = FindSecret(text);
  if (secret.empty()) return;
  map.Complain(key, "LG3020", fmt::format("`{}` looks as if it held {}", key, secret),
               "take it out, and make the secret void: it was in a commit");
}

void AddValidation(Errors found, const SourceSpan& whole, Errors& errors) {
  std::set<SourceSpan> places;
  for (const Error& error : errors) {
    if (error.where.has_value() && *error.where != whole) places.insert(*error.where);
  }
  for (Error& error : found) {
    if (error.where.has_value() && places.contains(*error.where)) continue;
    errors.push_back(std::move(error));
  }
}

}  // namespace leyline
