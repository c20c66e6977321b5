#include "analyzer/schema/snapshot.h"

#include <algorithm>

namespace leyline {
namespace {

template <class Node>
const Node* FindNode(const Snapshot& snapshot, std::string_view full_name) {
  const auto found = snapshot.symbols.find(full_name);
  if (found == snapshot.symbols.end()) return nullptr;
  Node* const* node = std::get_if<Node*>(&found->second);
  return node == nullptr ? nullptr : *node;
}

}  // namespace

const File* Snapshot::FindFile(std::string_view path) const {
  const auto at = std::lower_bound(files.begin(), files.end(), path,
                                   [](const std::shared_ptr<File>& file, std::string_view wanted) {
                                     return file->path < wanted;
                                   });
  return at != files.end() && (*at)->path == path ? at->get() : nullptr;
}

const Message* Snapshot::FindMessage(std::string_view full_name) const {
  return FindNode<Message>(*this, full_name);
}
const Enum* Snapshot::FindEnum(std::string_view full_name) const {
  return FindNode<Enum>(*this, full_name);
}
const Service* Snapshot::FindService(std::string_view full_name) const {
  return FindNode<Service>(*this, full_name);
}
const Field* Snapshot::FindExtension(std::string_view full_name) const {
  return FindNode<Field>(*this, full_name);
}
const Field* Snapshot::FindExtension(std::string_view extendee, int32_t number) const {
  const auto found = extensions.find(extendee);
  if (found == extensions.end()) return nullptr;
  const auto at = std::ranges::lower_bound(found->second, number, {}, &Field::number);
  return at != found->second.end() && (*at)->number == number ? *at : nullptr;
}

}  // namespace leyline
