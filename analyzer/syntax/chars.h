// Classes of bytes, as one table look-up.
#pragma once

#include <array>
#include <cstdint>

namespace leyline::syntax {

enum CharBits : uint8_t {
  kSpaceBit = 1,
  kLetterBit = 2,  // a letter or '_'
  kDigitBit = 4,
  kOctalBit = 8,
  kHexBit = 16,
  kStringStopBit = 32,  // may end a string literal or need a closer look inside one
};

constexpr std::array<uint8_t, 256> MakeCharTable() {
  std::array<uint8_t, 256> table{};
  const auto mark = [&](char first, char last, int bits) {
    for (int c = first; c <= last; ++c) {
      uint8_t& entry = table[static_cast<std::size_t>(c)];
      entry = static_cast<uint8_t>(entry | bits);
    }
  };
  mark('\t', '\r', kSpaceBit);  // tab, line feed, vertical tab, form feed, carriage return
  mark(' ', ' ', kSpaceBit);
  mark('a', 'z', kLetterBit);
  mark('A', 'Z', kLetterBit);
  mark('_', '_', kLetterBit);
  mark('0', '9', kDigitBit | kHexBit);
  mark('0', '7', kOctalBit);
  mark('a', 'f', kHexBit);
  mark('A', 'F', kHexBit);
  for (char c : {'"', '\'', '\\', '\n', '\0'}) mark(c, c, kStringStopBit);
  return table;
}

inline constexpr std::array<uint8_t, 256> kCharTable = MakeCharTable();

constexpr bool Has(char c, int bits) { return (kCharTable[static_cast<uint8_t>(c)] & bits) != 0; }
constexpr bool IsSpace(char c) { return Has(c, kSpaceBit); }
constexpr bool IsLetter(char c) { return Has(c, kLetterBit); }
constexpr bool IsDigit(char c) { return Has(c, kDigitBit); }
constexpr bool IsOctal(char c) { return Has(c, kOctalBit); }
constexpr bool IsHex(char c) { return Has(c, kHexBit); }
constexpr bool IsWordPart(char c) { return Has(c, kLetterBit | kDigitBit); }

constexpr unsigned DigitValue(char c) {
  if (c <= '9') return static_cast<unsigned>(c - '0');
  return static_cast<unsigned>((c | 0x20) - 'a') + 10;
}

}  // namespace leyline::syntax
