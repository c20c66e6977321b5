// The words that mean something to the grammar. None is reserved: each may also be a name.
#pragma once

#include <cstdint>
#include <string_view>

#include "analyzer/model/model.h"

namespace leyline::syntax {

enum class Word : uint8_t {
  kNone,
  // Types, with the numbers of FieldType.
  kDouble = 1,
  kFloat,
  kInt64,
  kUint64,
  kInt32,
  kFixed64,
  kFixed32,
  kBool,
  kString,
  kGroup,
  kBytes = 12,
  kUint32,
  kSfixed32 = 15,
  kSfixed64,
  kSint32,
  kSint64,
  // The rest.
  kEdition = 32,
  kEnum,
  kExport,
  kExtend,
  kExtensions,
  kImport,
  kLocal,
  kMap,
  kMax,
  kMessage,
  kOneof,
  kOption,
  kOptional,
  kPackage,
  kPublic,
  kRepeated,
  kRequired,
  kReserved,
  kReturns,
  kRpc,
  kService,
  kStream,
  kSyntax,
  kTo,
  kWeak,
};

Word WordOf(std::string_view text);

constexpr bool IsLabel(Word word) {
  return word == Word::kOptional || word == Word::kRequired || word == Word::kRepeated;
}

// kNone for words that are no scalar type; kGroup for `group`.
constexpr FieldType ScalarType(Word word) {
  return word < Word::kEdition ? static_cast<FieldType>(word) : FieldType::kNone;
}

}  // namespace leyline::syntax
