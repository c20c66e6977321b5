// Who uses which type, over two snapshots at once: a removed field still carried its type before.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/schema/snapshot.h"

namespace leyline {

enum class ContractKind : uint8_t { kMessage, kEnum, kService, kExtension };

// Built once, linear in both snapshots. Views into them, so it must not outlive them.
class TypeGraph {
 public:
  using Node = uint32_t;

  // `user` mentions `used`, by a field or a method; by neither: an extension of `user` is `used`.
  struct Edge {
    Node user = 0;
    Node used = 0;
    const Field* field = nullptr;
    const Method* method = nullptr;
    bool is_reply = false;  // of a method: what it returns, else what it takes
  };

  TypeGraph(const Snapshot& before, const Snapshot& after);

  std::size_t size() const { return names_.size(); }
  std::string_view name(Node node) const { return names_[node]; }
  ContractKind kind(Node node) const { return kinds_[node]; }
  const std::vector<std::string_view>& names() const { return names_; }
  std::string_view package(Node node) const { return packages_[node]; }

  // Null when no contract of either side has the name.
  const Node* Find(std::string_view full_name) const;
  // The contract of that name; when there is none, the contracts of a file of either side, nested
  // ones included: a change of a file as a whole is one of everything in it.
  std::vector<Node> NodesOf(std::string_view contract) const;

  // In the order of files and declarations, `before` first.
  std::span<const Edge> UsersOf(Node node) const;

  // "acme.v1.Invoice.total", "acme.v1.Billing.Charge", "acme.v1.Invoice.[acme.v1.note]".
  std::string LabelOf(const Edge& edge) const;

 private:
  void AddFile(const File& file);
  void AddMessage(const Message& message);
  void AddService(const Service& service);
  void AddExtension(const Field& extension);
  void AddUse(Node user, const Field& field);
  void AddUse(Node user, const Method& method, const Message* type, bool is_reply);
  void SortEdges();
  template <class Type>
  Node NodeOfType(const Type& type, ContractKind kind);
  Node NodeOf(std::string_view name, ContractKind kind);
  void Declare(Node node);

  std::vector<std::string_view> names_;
  std::vector<ContractKind> kinds_;
  std::vector<std::string_view> packages_;
  std::unordered_map<std::string_view, Node> nodes_;
  std::deque<std::string> owned_names_;          // of extensions: the model holds them in parts
  std::unordered_map<const void*, Node> known_;  // messages and enums of both sides
  std::unordered_map<std::string_view, std::vector<Node>> in_file_;  // of both sides, unsorted
  std::vector<Edge> edges_;                                          // by `used`
  std::vector<uint32_t> starts_;           // into edges_, one a node and one past the last
  std::vector<Node>* declared_ = nullptr;  // of the file that is being added
  std::string_view package_;               // its
};

}  // namespace leyline
