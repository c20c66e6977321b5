// Content: digests of whole declarations in a canonical form, in which order, places and comments
// have no part. Two declarations with the same digest mean the same.
#pragma once

#include <cstdint>
#include <string>

#include "analyzer/schema/options.h"
#include "analyzer/schema/snapshot.h"

namespace leyline {

std::string ContentDigest(const Snapshot& snapshot, const Message& message);
std::string ContentDigest(const Snapshot& snapshot, const Enum& enumeration);
std::string ContentDigest(const Snapshot& snapshot, const Service& service);
// Of what a file says outside its contracts: imports, package, options.
std::string ContentDigest(const Snapshot& snapshot, const File& file);

inline constexpr int kIdempotencyLevel = 34;  // MethodOptions.idempotency_level

// Whether an option has a fact, and a rule, of its own: `packed`, `deprecated` ...
bool HasOwnFact(OptionsKind kind, uint32_t number);

// The options that have no fact of their own, by meaning; empty when there are none.
std::string OptionsFact(const Snapshot& snapshot, OptionsKind kind, const Options& options);

// The numbers that a message leaves to extensions, with the options of those ranges that have any.
std::string ExtensionsFact(const Snapshot& snapshot, const Message& message);

// "proto2", "proto3", "edition 2023"
std::string SyntaxText(Edition edition);

}  // namespace leyline
