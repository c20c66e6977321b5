#include "analyzer/impact/type_graph.h"

#include <algorithm>
#include <memory>

#include "base/sorted.h"

namespace leyline {
namespace {

// Both have it, or neither side judges it and both say the same: one of them is enough.
bool IsUnchanged(const File& file, const Snapshot& other) {
  const File* twin = other.FindFile(file.path);
  if (twin == &file) return true;
  if (twin == nullptr || file.governed || file.text.empty()) return false;
  return !twin->governed && twin->text == file.text;
}

}  // namespace

TypeGraph::TypeGraph(const Snapshot& before, const Snapshot& after) {
  const std::size_t contracts = std::max(before.symbols.size(), after.symbols.size());
  nodes_.reserve(contracts);
  known_.reserve(2 * contracts);
  for (const auto& file : before.files) AddFile(*file);
  for (const auto& file : after.files) {
    if (&before != &after && !IsUnchanged(*file, before)) AddFile(*file);
  }
  SortEdges();
}

const TypeGraph::Node* TypeGraph::Find(std::string_view full_name) const {
  const auto found = nodes_.find(full_name);
  return found == nodes_.end() ? nullptr : &found->second;
}

std::vector<TypeGraph::Node> TypeGraph::NodesOf(std::string_view contract) const {
  if (const Node* node = Find(contract)) return {*node};
  const auto found = in_file_.find(contract);
  if (found == in_file_.end()) return {};
  std::vector<Node> nodes = found->second;
  EnsureSorted(nodes);
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  return nodes;
}

std::span<const TypeGraph::Edge> TypeGraph::UsersOf(Node node) const {
  return std::span(edges_).subspan(starts_[node], starts_[node + 1] - starts_[node]);
}

std::string TypeGraph::LabelOf(const Edge& edge) const {
  if (edge.method != nullptr) return FullName(*edge.method);
  if (edge.field == nullptr) {
    return std::string(name(edge.user)) + ".[" + std::string(name(edge.used)) + "]";
  }
  return FullName(*edge.field);
}

void TypeGraph::AddFile(const File& file) {
  declared_ = &in_file_[file.path];
  package_ = file.package;
  std::vector<const Message*> open;
  for (auto it = file.messages.rbegin(); it != file.messages.rend(); ++it) open.push_back(&*it);
  while (!open.empty()) {
    const Message& message = *open.back();
    open.pop_back();
    AddMessage(message);
    for (auto it = message.messages.rbegin(); it != message.messages.rend(); ++it) {
      open.push_back(&*it);
    }
  }
  for (const Enum& enumeration : file.enums) Declare(NodeOfType(enumeration, ContractKind::kEnum));
  for (const Service& service : file.services) AddService(service);
  for (const Field& extension : file.extensions) AddExtension(extension);
}

void TypeGraph::AddMessage(const Message& message) {
  const Node user = NodeOfType(message, ContractKind::kMessage);
  Declare(user);
  for (const Field& field : message.fields) AddUse(user, field);
  for (const Enum& enumeration : message.enums)
    Declare(NodeOfType(enumeration, ContractKind::kEnum));
  for (const Field& extension : message.extensions) AddExtension(extension);
}

void TypeGraph::AddService(const Service& service) {
  const Node user = NodeOf(service.full_name, ContractKind::kService);
  Declare(user);
  for (const Method& method : service.methods) {
    AddUse(user, method, method.input, false);
    AddUse(user, method, method.output, true);
  }
}

// Who handles the extended message handles the extension.
void TypeGraph::AddExtension(const Field& extension) {
  std::string name = FullName(extension);
  const bool is_new = Find(name) == nullptr;
  if (is_new) owned_names_.push_back(std::move(name));
  const Node node = NodeOf(is_new ? owned_names_.back() : name, ContractKind::kExtension);
  Declare(node);
  AddUse(node, extension);
  if (extension.extendee == nullptr) return;
  const Node user = NodeOfType(*extension.extendee, ContractKind::kMessage);
  edges_.push_back({.user = user, .used = node, .field = nullptr, .method = nullptr});
}

void TypeGraph::AddUse(Node user, const Field& field) {
  if (field.message != nullptr) {
    const Node used = NodeOfType(*field.message, ContractKind::kMessage);
    edges_.push_back({.user = user, .used = used, .field = &field, .method = nullptr});
  }
  if (field.enum_type != nullptr) {
    const Node used = NodeOfType(*field.enum_type, ContractKind::kEnum);
    edges_.push_back({.user = user, .used = used, .field = &field, .method = nullptr});
  }
}

void TypeGraph::AddUse(Node user, const Method& method, const Message* type, bool is_reply) {
  if (type == nullptr) return;
  const Node used = NodeOfType(*type, ContractKind::kMessage);
  edges_.push_back(
      {.user = user, .used = used, .field = nullptr, .method = &method, .is_reply = is_reply});
}

// Types are looked up far more often than there are types, and addresses are cheaper than names.
template <class Type>
TypeGraph::Node TypeGraph::NodeOfType(const Type& type, ContractKind kind) {
  const auto [found, is_new] = known_.emplace(&type, 0);
  if (is_new) found->second = NodeOf(type.full_name, kind);
  return found->second;
}

TypeGraph::Node TypeGraph::NodeOf(std::string_view name, ContractKind kind) {
  const auto [found, is_new] = nodes_.emplace(name, static_cast<Node>(names_.size()));
  if (is_new) {
    names_.push_back(name);
    kinds_.push_back(kind);
    packages_.emplace_back();
  }
  return found->second;
}

void TypeGraph::Declare(Node node) {
  declared_->push_back(node);
  packages_[node] = package_;
}

// Counting sort by `used`; stable, so that the order of declarations decides between equal paths.
void TypeGraph::SortEdges() {
  starts_.assign(names_.size() + 1, 0);
  for (const Edge& edge : edges_) ++starts_[edge.used + 1];
  for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
  std::vector<uint32_t> next(starts_.begin(), starts_.end() - 1);
  std::vector<Edge> sorted(edges_.size());
  for (const Edge& edge : edges_) sorted[next[edge.used]++] = edge;
  edges_ = std::move(sorted);
}

}  // namespace leyline
