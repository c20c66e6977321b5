// What the output folder of `leyline bindings` holds.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/folders.h"
#include "tools/leyline/bindings/bindings.h"

namespace leyline {

// Where a file of a unit stands in the folder.
std::string PathOf(const BindingUnit& unit, const Binding& binding);

// A file that is made of a contract.
struct Output {
  std::string path;  // in the folder
  const File* of = nullptr;
  bool is_new = true;  // whose clash with others is looked for
};

std::vector<Output> OutputsOf(const BindingUnit& unit);

// LG9004: why outputs can't stand in one folder, one of them new: two are the same file, or one is
// the folder of another.
std::optional<Error> ClashAmong(std::vector<Output> outputs);

// The files sorted by path, the manifest last to be added. Views into what it was made of.
class Bundle {
 public:
  explicit Bundle(const std::vector<Contract>& contracts);
  Status AddAll(const std::vector<BindingUnit>& units);
  void AddManifest(const std::vector<Contract>& contracts,
                   const std::vector<BindingLanguage>& languages);
  std::size_t size() const { return files_.size(); }
  Status WriteTo(NewFolder& out) const;

 private:
  struct Held {
    std::string_view content;
    std::string digest;
    bool kept = false;
  };
  void Add(const std::string& path, Held file);

  std::map<std::string, Held> files_;
  std::string descriptors_;
  std::string manifest_;
};

}  // namespace leyline
