// What reading a proposal and reading a decision have in common.
#pragma once

#include <string>

#include "config/yaml.h"

namespace leyline {

inline constexpr YamlLimits kRecordLimits = {
    .bytes = 64 * 1024, .depth = 16, .nodes = 10'000, .scalar_bytes = 16 * 1024};

// LG1016 when the id is not the file's stem.
void CheckStem(YamlMap& map, const std::string& file, const std::string& id);

// LG3006 when the value of `key` is not "sha256:...". Empty is fine.
void CheckDigestText(YamlMap& map, std::string_view key, const std::string& digest);

// LG3020 when the value of `key` holds a secret.
void CheckSecret(YamlMap& map, std::string_view key, std::string_view text);

// What validation found comes along, except at fields about which reading has complained already.
// `whole` is the place of the record itself.
void AddValidation(Errors found, const SourceSpan& whole, Errors& errors);

}  // namespace leyline
