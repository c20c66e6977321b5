#include "analyzer/schema/descriptor_set.h"

#include <algorithm>
#include <utility>

#include "analyzer/schema/descriptor_set/index.h"

namespace leyline {

Result<std::vector<std::unique_ptr<File>>> DecodeDescriptorSet(const std::string& label,
                                                               std::string_view bytes) {
  const auto index = SetIndex::Make(label, bytes);
  if (!index) return Fail(index.error());
  std::vector<const SetIndex::Entry*> in_order;
  for (const SetIndex::Entry& entry : index->entries()) in_order.push_back(&entry);
  std::sort(in_order.begin(), in_order.end(),
            [](const auto* a, const auto* b) { return a->bytes.data() < b->bytes.data(); });
  std::vector<std::unique_ptr<File>> files;
  files.reserve(in_order.size());
  for (const SetIndex::Entry* entry : in_order) {
    auto file = index->Decode(*entry);
    if (!file) return Fail(file.error());
    files.push_back(std::move(*file));
  }
  return files;
}

}  // namespace leyline
