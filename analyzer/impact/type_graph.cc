#include "analyzer/impact/type_graph.h"

namespace leyline {

TypeGraph::TypeGraph(const Snapshot& before, const Snapshot& after) {
  Add(before);
  Add(after);
  SortEdges();
}

const TypeGraph::Node* TypeGraph::Find(std::string_view full_name) const {
  const auto found = nodes_.find(full_name);
  return found == nodes_.end() ? nullptr : &found->second;
}

std::vector<TypeGraph::Node> TypeGraph::InFile(std::string_view path) const {
  const auto found = in_file_.find(path);
  if (found == in_file_.end()) return {};
  return {found->second.begin(), found->second.end()};
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

void TypeGraph::Add(const Snapshot& snapshot) {
  for (const std::unique_ptr<File>& file : snapshot.files) AddFile(*file);
}

void TypeGraph::AddFile(const File& file) {
  path_ = file.path;
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
  for (const Enum& enumeration : file.enums) Declare(enumeration.full_name, ContractKind::kEnum);
  for (const Service& service : file.services) AddService(service);
  for (const Field& extension : file.extensions) AddExtension(extension);
}

void TypeGraph::AddMessage(const Message& message) {
  const Node user = Declare(message.full_name, ContractKind::kMessage);
  for (const Field& field : message.fields) AddUse(user, field);
  for (const Enum& enumeration : message.enums) Declare(enumeration.full_name, ContractKind::kEnum);
  for (const Field& extension : message.extensions) AddExtension(extension);
}

void TypeGraph::AddService(const Service& service) {
  const Node user = Declare(service.full_name, ContractKind::kService);
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
  const Node node = Declare(is_new ? owned_names_.back() : name, ContractKind::kExtension);
  AddUse(node, extension);
  if (extension.extendee == nullptr) return;
  const Node user = NodeOf(extension.extendee->full_name, ContractKind::kMessage);
  edges_.push_back({.user = user, .used = node, .field = nullptr, .method = nullptr});
}

void TypeGraph::AddUse(Node user, const Field& field) {
  if (field.message != nullptr) {
    const Node used = NodeOf(field.message->full_name, ContractKind::kMessage);
    edges_.push_back({.user = user, .used = used, .field = &field, .method = nullptr});
  }
  if (field.enum_type != nullptr) {
    const Node used = NodeOf(field.enum_type->full_name, ContractKind::kEnum);
    edges_.push_back({.user = user, .used = used, .field = &field, .method = nullptr});
  }
}

void TypeGraph::AddUse(Node user, const Method& method, const Message* type, bool is_reply) {
  if (type == nullptr) return;
  const Node used = NodeOf(type->full_name, ContractKind::kMessage);
  edges_.push_back(
      {.user = user, .used = used, .field = nullptr, .method = &method, .is_reply = is_reply});
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

// A contract that both sides declare in the same file is in its list once.
TypeGraph::Node TypeGraph::Declare(std::string_view name, ContractKind kind) {
  const Node node = NodeOf(name, kind);
  in_file_[path_].insert(node);
  packages_[node] = package_;
  return node;
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
