#include "analyzer/schema/place_table.h"

#include <algorithm>

#include "analyzer/schema/descriptor_set_reader.h"
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
