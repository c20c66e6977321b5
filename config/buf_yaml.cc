#include "config/buf_yaml.h"

#include <fmt/format.h>

#include "config/yaml.h"

namespace leyline {
namespace {

constexpr std::string_view kVersions[] = {"v1beta1", "v1", "v2"};

// buf's files have keys that say nothing about compatibility: they are named, not refused.
class BufReader {
 public:
  explicit BufReader(std::string file) : file_(std::move(file)), values_(file_, errors_) {}

  const YamlNode* Parse(std::string_view text) {
    root_ = ReadYaml(file_, text, errors_);
    if (!root_.has_value()) return nullptr;
    if (root_->kind == YamlKind::kMap) return &*root_;
    values_.ExpectedAnother(*root_, "the file", "a map");
    return nullptr;
  }

  // Calls `use` with each key that has a value.
  template <class Use>
  void ForEach(const YamlNode& map, std::string_view name, const Use& use) {
    if (map.kind == YamlKind::kNull) return;
    if (map.kind != YamlKind::kMap) return values_.ExpectedAnother(map, name, "a map");
    for (const YamlEntry& entry : map.entries) {
      if (entry.value.kind != YamlKind::kNull) use(entry.key, entry.value);
    }
  }

  std::vector<std::string> Strings(const YamlNode& list, std::string_view name) {
    std::vector<std::string> strings;
    if (list.kind != YamlKind::kSequence) {
      values_.ExpectedAnother(list, name, "a list");
      return strings;
    }
    for (const YamlNode& item : list.items) {
      if (auto text = values_.String(item, name)) strings.push_back(std::move(*text));
    }
    return strings;
  }

  std::string Place(const YamlNode& key) const {
    return fmt::format("{}:{}:{}: `{}`", file_, key.line, key.column, key.text);
  }

  BufBreaking Breaking(const YamlNode& node) {
    BufBreaking breaking{.is_there = true};
    ForEach(node, "breaking", [&](const YamlNode& key, const YamlNode& value) {
      if (key.text == "use") {
        breaking.use = Strings(value, "use");
      } else if (key.text == "except") {
        breaking.except = Strings(value, "except");
      } else if (key.text == "ignore") {
        breaking.ignore = Strings(value, "ignore");
      } else if (key.text == "ignore_only") {
        ForEach(value, "ignore_only", [&](const YamlNode& rule, const YamlNode& paths) {
          breaking.ignore_only.emplace_back(rule.text, Strings(paths, rule.text));
        });
      } else if (key.text == "ignore_unstable_packages") {
        breaking.ignore_unstable_packages =
            values_.Bool(value, "ignore_unstable_packages").value_or(false);
      } else {
        LeaveOut(key);
      }
    });
    return breaking;
  }

  BufModule Module(const YamlNode& node) {
    BufModule module;
    ForEach(node, "module", [&](const YamlNode& key, const YamlNode& value) {
      if (key.text == "path") {
        module.path = values_.String(value, "path").value_or(".");
      } else if (key.text == "includes") {
        module.includes = Strings(value, "includes");
      } else if (key.text == "excludes") {
        module.excludes = Strings(value, "excludes");
      } else if (key.text == "breaking") {
        module.breaking = Breaking(value);
      } else if (key.text != "name") {
        LeaveOut(key);
      }
    });
    return module;
  }

  // Of v1 and v1beta1: one module at the file, or one a root.
  std::vector<BufModule> ModulesOfBuild(const YamlNode& node) {
    std::vector<std::string> roots = {"."};
    std::vector<std::string> excludes;
    ForEach(node, "build", [&](const YamlNode& key, const YamlNode& value) {
      if (key.text == "roots") {
        roots = Strings(value, "roots");
      } else if (key.text == "excludes") {
        excludes = Strings(value, "excludes");
      } else {
        LeaveOut(key);
      }
    });
    std::vector<BufModule> modules;
    for (const std::string& root : roots) modules.push_back({.path = root, .excludes = excludes});
    return modules;
  }

  void LeaveOut(const YamlNode& key) { left_out_.push_back(Place(key)); }

  BufConfig Config(const YamlNode& root) {
    BufConfig config;
    ForEach(root, "buf.yaml", [&](const YamlNode& key, const YamlNode& value) {
      if (key.text == "version") {
        config.version = values_.OneOf(value, "version", kVersions, "LG1020").value_or("");
      } else if (key.text == "breaking") {
        config.breaking = Breaking(value);
      } else if (key.text == "deps") {
        config.deps = Strings(value, "deps");
      } else if (key.text == "build") {
        config.modules = ModulesOfBuild(value);
      } else if (key.text == "modules" && value.kind == YamlKind::kSequence) {
        for (const YamlNode& item : value.items) config.modules.push_back(Module(item));
      } else if (key.text != "name") {
        LeaveOut(key);
      }
    });
    if (config.modules.empty()) config.modules.emplace_back();
    config.left_out = std::move(left_out_);
    return config;
  }

  void NeedVersion(const YamlNode& root, std::string_view version) {
    if (!version.empty() || !errors_.empty()) return;
    values_.Complain(values_.PlaceOf(root), "LG1011", "`version` is missing",
                     "write `version: v2`, as buf wants it");
  }

  Errors TakeErrors() { return FinishErrors(std::move(errors_)); }
  bool failed() const { return !errors_.empty(); }

 private:
  std::string file_;
  Errors errors_;
  YamlValues values_;
  std::optional<YamlNode> root_;
  std::vector<std::string> left_out_;
};

}  // namespace

Result<BufConfig> ParseBufYaml(const std::string& file, std::string_view text) {
  BufReader reader(file);
  BufConfig config;
  if (const YamlNode* root = reader.Parse(text)) {
    config = reader.Config(*root);
    reader.NeedVersion(*root, config.version);
  }
  if (reader.failed()) return Fail(reader.TakeErrors());
  return config;
}

Result<std::vector<std::string>> ParseBufWork(const std::string& file, std::string_view text) {
  BufReader reader(file);
  std::vector<std::string> folders;
  if (const YamlNode* root = reader.Parse(text)) {
    reader.ForEach(*root, file, [&](const YamlNode& key, const YamlNode& value) {
      if (key.text == "directories") folders = reader.Strings(value, "directories");
    });
  }
  if (reader.failed()) return Fail(reader.TakeErrors());
  return folders;
}

}  // namespace leyline
