// Tree objects of any bytes: no crash, and what is read is what stands there.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "git/tree.h"

namespace leyline {
namespace {

void Fuzz(std::string_view bytes) {
  for (const std::size_t id_size : {std::size_t{20}, std::size_t{32}}) {
    const auto tree = Tree::Parse(std::string(bytes), id_size);
    if (tree == nullptr) continue;
    std::size_t items = 0;
    for (const Tree::Item& item : tree->items()) {
      CHECK(item.id.size() == id_size && !item.name.empty() && item.mode.size() == 6,
            "an item is whole");
      CHECK(tree->Find(item.name) == &item, "each name is found");
      items += item.name.size() + item.id.size();
    }
    CHECK(items <= bytes.size(), "nothing is read twice");
  }
}

}  // namespace
}  // namespace leyline

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  leyline::Fuzz(std::string_view(reinterpret_cast<const char*>(data), size));
  return 0;
}
