// What a strict reader takes, found by having it read a document that has everything: the reader is
// the one declaration of its format, and a schema for editors can't drift from it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "config/yaml.h"

namespace leyline {

// What may stand in one place. It may be several things: a key is a text, or a map with that text.
class YamlShape {
 public:
  struct Scalar {
    std::string_view type;           // "string", "integer", "boolean"
    std::string_view format = {};    // "date-time"
    std::string_view pattern = {};   // of identifiers
    std::vector<std::string> words;  // the only ones; empty: any
    std::optional<YamlRange> range = {};
  };

  YamlShape();
  ~YamlShape();
  YamlShape(YamlShape&&) noexcept;
  YamlShape& operator=(YamlShape&&) noexcept;

  const std::optional<Scalar>& scalar() const { return scalar_; }
  const YamlShape* items() const { return items_.get(); }  // null: no list
  bool is_map() const { return is_map_; }
  bool is_open() const { return !is_read_as_map_; }  // a map of names that the reader doesn't fix
  const std::map<std::string, YamlShape>& keys() const { return keys_; }
  bool Requires(const std::string& key) const;
  bool is_empty() const { return !scalar_ && items_ == nullptr && !is_map_; }

  // For the readers.
  void Is(Scalar scalar) { scalar_ = std::move(scalar); }
  void ReadAsMap() { is_map_ = is_read_as_map_ = true; }
  void Require(std::string_view key) { required_.emplace(key); }
  void AsksFor(std::string_view key) { asked_.emplace(key); }  // so it may be missing
  YamlShape& Key(std::string_view key);
  // Nodes that stand for everything of that kind.
  const YamlNode& ScalarNode();
  const YamlNode& ListNode();
  const YamlNode& MapNode();

  // The key of a map that stands for any name.
  static constexpr std::string_view kAnyKey = "*";

 private:
  std::optional<Scalar> scalar_;
  std::unique_ptr<YamlShape> items_;
  bool is_map_ = false;
  bool is_read_as_map_ = false;
  std::map<std::string, YamlShape> keys_;
  std::set<std::string> required_;
  std::set<std::string> asked_;
  std::vector<std::unique_ptr<YamlNode>> nodes_;
};

// `read(root, errors)` reads a document whose root is a map.
template <class Read>
YamlShape ShapeOf(const Read& read) {
  YamlShape shape;
  Errors none;
  read(shape.MapNode(), none);
  return shape;
}

}  // namespace leyline
