#include "analyzer/schema/place_table.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <optional>

#include "analyzer/schema/wire.h"

namespace leyline {
namespace {

enum LocationPart : uint32_t { kLocation = 1, kLocationPath = 1, kLocationSpan = 2 };

constexpr std::size_t kFewest = 64;

bool IsOneByte(char c) { return static_cast<unsigned char>(c) < 0x80; }

// Whether each part of a path, which what is behind it follows, is one byte. Most paths fit a word.
bool AreOneByte(std::string_view path, std::size_t behind) {
  if (path.empty()) return true;
  uint64_t word = 0;
  const bool fits = path.size() <= sizeof word && path.size() + behind >= sizeof word;
  if (!fits || std::endian::native != std::endian::little) {
    return std::ranges::all_of(path, IsOneByte);
  }
  std::memcpy(&word, path.data(), sizeof word);
  constexpr uint64_t kHigh = 0x8080808080808080;
  return (word & kHigh >> (8 * (sizeof word - path.size()))) == 0;
}

// Whether each part is as short as it can be, and no longer than numbers that occur.
bool IsKey(std::string_view path) {
  constexpr std::size_t kLongest = 4;
  std::size_t size = 0;  // of a part
  for (const char c : path) {
    ++size;
    if (!IsOneByte(c)) continue;
    if (size > kLongest || (size > 1 && c == 0)) return false;
    size = 0;
  }
  return size == 0;
}

// The path of a location as everybody writes it: packed, short, and first. Else nothing.
std::string_view PathFirst(std::string_view location) {
  constexpr char kPackedPath = kLocationPath << 3 | 2;
  if (location.size() < 2 || location[0] != kPackedPath) return {};
  const auto size = static_cast<unsigned char>(location[1]);
  if (size >= 0x80 || location.size() < size + 2u) return {};
  return location.substr(2, size);
}

// The start of a span as everybody writes it: packed, short, right after the path, and before
// nothing but comments. Else nothing.
std::optional<Position> SpanNext(std::string_view rest) {
  constexpr char kPackedSpan = kLocationSpan << 3 | 2;
  if (rest.size() < 2 || rest[0] != kPackedSpan) return std::nullopt;
  const auto size = static_cast<unsigned char>(rest[1]);
  if (size >= 0x80 || rest.size() < size + 2u) return std::nullopt;
  const char* at = rest.data() + 2;
  const char* const end = at + size;
  std::array<uint32_t, 3> numbers{};  // line, column, and the third, which there must be
  for (uint32_t& number : numbers) {
    // Four bytes hold all numbers that are not too large.
    int shift = 0;
    while (at != end && !IsOneByte(*at) && shift < 21) {
      number |= (static_cast<unsigned char>(*at++) & 0x7Fu) << shift;
      shift += 7;
    }
    if (at == end || !IsOneByte(*at)) return std::nullopt;
    number |= static_cast<uint32_t>(static_cast<unsigned char>(*at++)) << shift;
  }
  rest.remove_prefix(size + 2u);
  constexpr std::string_view kComments = "\x1a\x22\x32";
  if (!rest.empty() && kComments.find(rest[0]) == std::string_view::npos) return std::nullopt;
  return Position{static_cast<int32_t>(numbers[0]) + 1, static_cast<int32_t>(numbers[1]) + 1};
}

// Most places are those of parts of declarations: their names, types, options. These have paths of
// odd lengths, other than those of statements.
bool MayBeAsked(std::size_t parts) { return parts % 2 == 0 || parts == 1; }

std::size_t PartsOf(std::string_view path) {
  return static_cast<std::size_t>(std::count_if(path.begin(), path.end(), IsOneByte));
}

std::string KeyOf(const std::vector<int32_t>& path) {
  std::string key;
  for (const int32_t part : path) AppendVarint(key, static_cast<uint32_t>(part));
  return key;
}

// FNV-1a.
uint32_t HashOf(std::string_view key) {
  uint32_t hash = 2166136261u;
  for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return hash ^ hash >> 15;
}

}  // namespace

PlaceTable::PlaceTable(std::string_view source_info)
    : input_(source_info), info_(input_, source_info, "source info"), slots_(kFewest) {}

const Position* PlaceTable::Find(std::string_view key) {
  if (const uint32_t found = slots_[SlotOf(key)]; found != 0) return &entries_[found - 1].position;
  while (info_.Next()) {
    if (info_.number() != kLocation) continue;
    const std::size_t size = entries_.size();
    Read(info_.Bytes());
    if (entries_.size() > size && entries_.back().key == key) return &entries_.back().position;
  }
  return nullptr;
}

void PlaceTable::Read(std::string_view bytes) {
  const std::string_view first = PathFirst(bytes);
  const bool are_one_byte = AreOneByte(first, bytes.size() - first.size() - 2);
  if (!first.empty() && !MayBeAsked(are_one_byte ? first.size() : PartsOf(first))) return;
  const bool is_key = are_one_byte || IsKey(first);
  if (is_key && !first.empty()) {
    if (const auto position = SpanNext(bytes.substr(first.size() + 2))) {
      return Put(first, *position);
    }
  }
  std::vector<int32_t> path;
  std::vector<int32_t> span;
  DescriptorReader location(input_, bytes, "location");
  while (location.Next()) {
    if (location.number() == kLocationPath) location.AppendInt32s(path);
    if (location.number() == kLocationSpan) location.AppendInt32s(span);
  }
  if (span.size() < 3 || span[0] < 0 || span[1] < 0) return;
  if (span[0] == INT32_MAX || span[1] == INT32_MAX) return;
  // The path may come in pieces.
  const bool is_whole = is_key && path.size() == PartsOf(first);
  const std::string_view key = is_whole ? first : odd_keys_.emplace_back(KeyOf(path));
  Put(key, {.line = span[0] + 1, .column = span[1] + 1});
}

void PlaceTable::Put(std::string_view key, Position position) {
  if (entries_.size() * 2 >= slots_.size()) Grow();
  uint32_t& slot = slots_[SlotOf(key)];
  if (slot != 0) return;
  entries_.push_back({key, position});
  slot = static_cast<uint32_t>(entries_.size());
}

std::size_t PlaceTable::SlotOf(std::string_view key) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = HashOf(key) & mask;
  while (slots_[at] != 0 && entries_[slots_[at] - 1].key != key) at = (at + 1) & mask;
  return at;
}

void PlaceTable::Grow() {
  slots_.assign(slots_.size() * 2, 0);
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    slots_[SlotOf(entries_[i].key)] = static_cast<uint32_t>(i + 1);
  }
}

}  // namespace leyline
