#include "config/yaml_shape.h"

namespace leyline {
namespace {

YamlNode NodeOf(YamlKind kind, YamlShape* shape) {
  YamlNode node;
  node.kind = kind;
  node.shape = shape;
  return node;
}

}  // namespace

YamlShape::YamlShape() = default;
YamlShape::~YamlShape() = default;
YamlShape::YamlShape(YamlShape&&) noexcept = default;
YamlShape& YamlShape::operator=(YamlShape&&) noexcept = default;

bool YamlShape::Requires(const std::string& key) const {
  return required_.contains(key) && !asked_.contains(key);
}

YamlShape& YamlShape::Key(std::string_view key) { return keys_[std::string(key)]; }

const YamlNode& YamlShape::ScalarNode() {
  nodes_.push_back(std::make_unique<YamlNode>(NodeOf(YamlKind::kScalar, this)));
  return *nodes_.back();
}

const YamlNode& YamlShape::ListNode() {
  if (items_ == nullptr) items_ = std::make_unique<YamlShape>();
  nodes_.push_back(std::make_unique<YamlNode>(NodeOf(YamlKind::kSequence, this)));
  nodes_.back()->items = {NodeOf(YamlKind::kScalar, items_.get()),
                          NodeOf(YamlKind::kMap, items_.get())};
  return *nodes_.back();
}

const YamlNode& YamlShape::MapNode() {
  is_map_ = true;
  YamlNode name = NodeOf(YamlKind::kScalar, nullptr);
  name.text = kAnyKey;
  nodes_.push_back(std::make_unique<YamlNode>(NodeOf(YamlKind::kMap, this)));
  nodes_.back()->entries.push_back({std::move(name), NodeOf(YamlKind::kScalar, &Key(kAnyKey))});
  return *nodes_.back();
}

}  // namespace leyline
