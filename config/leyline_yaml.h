// leyline.yaml: where the contracts are and where governance and state live.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "config/notifications.h"

namespace leyline {

class YamlShape;

// What a plugin is asked for in one call: one contract, all of a folder, or all.
enum class BindingsCall : uint8_t { kContract, kFolder, kAll };

// A language that a protoc plugin generates.
struct BindingsPlugin {
  std::string name;     // the folder of its output: "go"
  std::string program;  // in PATH, or with a '/'
  std::string options;  // its parameter; may be empty
  BindingsCall call = BindingsCall::kContract;
};

struct Config {
  std::vector<std::string> contracts = {"."};           // roots; governed
  std::vector<std::string> imports = {"/usr/include"};  // more roots, not governed
  std::vector<std::string> exclude;
  std::string governance = "governance";
  std::string repository;  // its name wherever it is cloned; signed approvals are about it
  std::string history;     // released versions: "REV..", "v*" (tags), or a folder; empty: none
  // "dir:PATH" (relative: to the git directory) or "git:REF"; empty: a folder in the git directory
  std::string log;
  // What `leyline bindings` generates: of protoc's own languages, and by plugins.
  std::vector<std::string> binding_languages = {"cpp", "python"};
  std::vector<BindingsPlugin> binding_plugins;
  std::vector<NotifyChannel> notifications;
};

// Words of `bindings:`: what a call is for, and the languages of protoc that it knows.
inline constexpr std::string_view kBindingsCalls[] = {"contract", "folder", "all"};
inline constexpr std::string_view kBindingLanguages[] = {"cpp", "python", "pyi"};

// The defaults above hold for what the file leaves out; `version: 1` is required.
Result<Config> ParseConfig(const std::string& file, std::string_view text);
// What the file may hold.
YamlShape ConfigShape();

}  // namespace leyline
