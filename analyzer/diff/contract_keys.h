// What contracts, files and packages are recognised by when their names changed.
#pragma once

#include <vector>

#include "analyzer/diff/pairing.h"
#include "analyzer/diff/votes.h"

namespace leyline {

enum class Side : uint8_t { kBefore, kAfter };

// The traits of contracts while matching is under way: types with a partner are told by it, the
// others by what kind they are, for they may have another name now.
class ContractKeys {
 public:
  ContractKeys(const Matching& matching, Side side) : matching_(matching), side_(side) {}

  // Keys: a field by number, name and type; a nested declaration by name.
  Traits Of(const Message& message) const;
  // Keys: a value by number and name, without the prefix that all values share: it follows the
  // name of the enum.
  Traits Of(const Enum& enumeration) const;
  // Keys: a method by name.
  Traits Of(const Service& service) const;

 private:
  Key TypeOf(const Field& field) const;

  const Matching& matching_;
  Side side_;
};

// How many first letters all values of an enum share, up to an underscore.
std::size_t ValuePrefix(const Enum& enumeration);

// A top-level declaration by name, as `package` holds it.
Traits TraitsOf(const File& file, std::string_view package);

// The top-level declarations of a file by name, and the fields of its messages by number and name.
// Without those contracts that have a partner by their name.
void AppendContent(const Matching& matching, Side side, const File& file, std::vector<Key>& keys);

}  // namespace leyline
