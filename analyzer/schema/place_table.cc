#include "analyzer/schema/place_table.h"

#include <algorithm>
#include <array>
#include <optional>

#include "analyzer/schema/descriptor_set/reader.h"
#include "analyzer/schema/wire.h"

namespace leyline {
namespace {

enum LocationPart : uint32_t { kLocation = 1, kLocationPath = 1, kLocationSpan = 2 };

constexpr std::size_t kFewest = 64;

bool IsOneByte(char c) { return static_cast<unsigned char>(c) < 0x80; }

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
bool MayBeAsked(std::string_view path) {
  const auto parts = std::count_if(path.begin(), path.end(), IsOneByte);
  return parts % 2 == 0 || parts == 1;
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

void PlaceTable::Read(std::string_view source_info) {
  DescriptorInput input(source_info);
  DescriptorReader info(input, source_info, "source info");
  std::vector<int32_t> path;
  std::vector<int32_t> span;
  while (info.Next()) {
    if (info.number() != kLocation) continue;
    const std::string_view bytes = info.Bytes();
    const std::string_view first = PathFirst(bytes);
    if (!first.empty() && !MayBeAsked(first)) continue;
    const bool is_short = !first.empty() && std::ranges::all_of(first, IsOneByte);
    if (const auto position = is_short ? SpanNext(bytes.substr(first.size() + 2)) : std::nullopt) {
      Put(first, *position);
      continue;
    }
    path.clear();
    span.clear();
    DescriptorReader location(input, bytes, "location");
    while (location.Next()) {
      if (location.number() == kLocationPath) location.AppendInt32s(path);
      if (location.number() == kLocationSpan) location.AppendInt32s(span);
    }
    if (span.size() < 3 || span[0] < 0 || span[1] < 0) continue;
    if (span[0] == INT32_MAX || span[1] == INT32_MAX) continue;
    const bool is_key = path.size() == first.size() && std::ranges::all_of(first, IsOneByte);
    const std::string_view key = is_key ? first : odd_keys_.emplace_back(KeyOf(path));
    Put(key, {.line = span[0] + 1, .column = span[1] + 1});
  }
}

const Position* PlaceTable::Find(std::string_view key) const {
  if (slots_.empty()) return nullptr;
  const uint32_t found = slots_[SlotOf(key)];
  return found == 0 ? nullptr : &entries_[found - 1].position;
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
  slots_.assign(std::max(kFewest, slots_.size() * 2), 0);
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    slots_[SlotOf(entries_[i].key)] = static_cast<uint32_t>(i + 1);
  }
}

}  // namespace leyline
