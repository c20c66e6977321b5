// What `extensions 4 to 10 [declaration = {...}]` says about the extensions that may stand there.
#pragma once

#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/schema/link/problems.h"

namespace leyline {

// One declaration; views into the options' bytes.
struct ExtensionDeclaration {
  std::optional<int32_t> number;
  std::string_view full_name;  // ".acme.tier"
  std::string_view type;       // "int32" or ".acme.Tier"
  bool reserved = false;       // nobody may use the number
  bool repeated = false;
};
std::vector<ExtensionDeclaration> DeclarationsOf(const ExtensionRange& range);

// The declarations of one message's ranges, as such.
void CheckDeclarations(const Message& message, Problems& problems);

// Holds extensions to the declarations of their ranges, each range read once.
class DeclaredExtensions {
 public:
  void Check(const Field& extension, const ExtensionRange& range, Problems& problems);

 private:
  using ByNumber = std::unordered_map<int32_t, ExtensionDeclaration>;
  std::unordered_map<const ExtensionRange*, ByNumber> ranges_;
};

}  // namespace leyline
