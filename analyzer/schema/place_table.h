// PlaceTable: the places of a file's declarations by their paths in its source info.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/schema/descriptor_set/reader.h"

namespace leyline {

// Numbers from 1.
struct Position {
  int32_t line = 0;
  int32_t column = 0;
};

// Keys are paths as varints. Most are read where they stand in the source info, which must outlive
// the table. It is read as far as it is asked for, and as far as it is sound.
class PlaceTable {
 public:
  // Of a google.protobuf.SourceCodeInfo.
  explicit PlaceTable(std::string_view source_info);
  // Its reader points to its input.
  PlaceTable(const PlaceTable&) = delete;
  PlaceTable& operator=(const PlaceTable&) = delete;

  // Null when there is none. The first place of a path counts.
  const Position* Find(std::string_view key);

 private:
  struct Entry {
    std::string_view key;
    Position position;
  };

  void Read(std::string_view location);
  void Put(std::string_view key, Position position);
  // The slot of a key, or the free one where it would stand.
  std::size_t SlotOf(std::string_view key) const;
  void Grow();

  DescriptorInput input_;
  DescriptorReader info_;
  std::vector<Entry> entries_;
  std::vector<uint32_t> slots_;  // index of the entry + 1; 0: free. A power of two, half empty
  std::deque<std::string> odd_keys_;
};

}  // namespace leyline
