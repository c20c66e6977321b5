#include "analyzer/syntax/words.h"

#include <array>

namespace leyline::syntax {
namespace {

struct Entry {
  std::string_view text;
  Word word = Word::kNone;
};

constexpr auto kWords = std::to_array<Entry>({
    {"double", Word::kDouble},
    {"float", Word::kFloat},
    {"int64", Word::kInt64},
    {"uint64", Word::kUint64},
    {"int32", Word::kInt32},
    {"fixed64", Word::kFixed64},
    {"fixed32", Word::kFixed32},
    {"bool", Word::kBool},
    {"string", Word::kString},
    {"group", Word::kGroup},
    {"bytes", Word::kBytes},
    {"uint32", Word::kUint32},
    {"sfixed32", Word::kSfixed32},
    {"sfixed64", Word::kSfixed64},
    {"sint32", Word::kSint32},
    {"sint64", Word::kSint64},
    {"edition", Word::kEdition},
    {"enum", Word::kEnum},
    {"export", Word::kExport},
    {"extend", Word::kExtend},
    {"extensions", Word::kExtensions},
    {"import", Word::kImport},
    {"local", Word::kLocal},
    {"map", Word::kMap},
    {"max", Word::kMax},
    {"message", Word::kMessage},
    {"oneof", Word::kOneof},
    {"option", Word::kOption},
    {"optional", Word::kOptional},
    {"package", Word::kPackage},
    {"public", Word::kPublic},
    {"repeated", Word::kRepeated},
    {"required", Word::kRequired},
    {"reserved", Word::kReserved},
    {"returns", Word::kReturns},
    {"rpc", Word::kRpc},
    {"service", Word::kService},
    {"stream", Word::kStream},
    {"syntax", Word::kSyntax},
    {"to", Word::kTo},
    {"weak", Word::kWeak},
});

constexpr std::size_t kShortest = 2;
constexpr std::size_t kLongest = 10;
constexpr std::size_t kSlots = 256;

// First, middle and last letter and the length tell all the words apart.
constexpr std::size_t SlotOf(std::string_view text, uint32_t seed) {
  const auto letter = [&](std::size_t i) {
    return static_cast<uint32_t>(static_cast<uint8_t>(text[i]));
  };
  const uint32_t key = letter(0) | letter(text.size() / 2) << 8 | letter(text.size() - 1) << 16 |
                       static_cast<uint32_t>(text.size()) << 24;
  return (key * seed) >> 24;
}

constexpr bool Collides(uint32_t seed) {
  std::array<bool, kSlots> taken{};
  for (const Entry& entry : kWords) {
    bool& slot = taken[SlotOf(entry.text, seed)];
    if (slot) return true;
    slot = true;
  }
  return false;
}

// Searched at compile time: a perfect hash, so that one comparison decides.
constexpr uint32_t FindSeed() {
  uint32_t seed = 0x9E3779B1;
  while (Collides(seed)) seed += 0x3C6EF372;
  return seed;
}
constexpr uint32_t kSeed = FindSeed();

constexpr std::array<Entry, kSlots> MakeTable() {
  std::array<Entry, kSlots> table{};
  for (const Entry& entry : kWords) table[SlotOf(entry.text, kSeed)] = entry;
  return table;
}
constexpr std::array<Entry, kSlots> kTable = MakeTable();

}  // namespace

Word WordOf(std::string_view text) {
  if (text.size() < kShortest || text.size() > kLongest) return Word::kNone;
  const Entry& entry = kTable[SlotOf(text, kSeed)];
  return entry.text == text ? entry.word : Word::kNone;
}

}  // namespace leyline::syntax
