// What the output folder has that `leyline bindings` did not make.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "analyzer/witness/proto_json/json_text.h"
#include "base/strings.h"
#include "report/text_parts.h"
#include "tools/leyline/bindings/bindings.h"

namespace leyline {
namespace {

constexpr uint64_t kManifestLimit = uint64_t{256} << 20;
constexpr std::size_t kShown = 3;
// What Python makes of modules when they are used, and makes again.
constexpr std::string_view kPythonCache = "__pycache__";

const JsonNode* MemberOf(const JsonNode& node, std::string_view name) {
  for (const JsonMember& member : node.members) {
    if (member.name == name) return &member.value;
  }
  return nullptr;
}

// Of a manifest that can't be read: nothing.
std::set<std::string> ListedIn(std::string_view manifest) {
  std::set<std::string> listed = {std::string(kBindingsManifest)};
  std::string problem;
  const auto root = ReadJsonText(manifest, problem);
  const JsonNode* files = root.has_value() ? MemberOf(*root, "files") : nullptr;
  if (files == nullptr) return listed;
  for (const JsonNode& file : files->items) {
    if (const JsonNode* path = MemberOf(file, "path")) listed.insert(path->text);
  }
  return listed;
}

Status AddUnlisted(const World& world, const std::string& out, const std::string& below,
                   const std::set<std::string>& listed, std::vector<std::string>& unlisted) {
  const auto entries = world.disk.List(out + "/" + below);
  if (!entries) return Fail(entries.error());
  for (const DirEntry& entry : *entries) {
    const std::string path = below + entry.name;
    if (entry.type == FileType::kDirectory) {
      if (entry.name == kPythonCache) continue;
      auto status = AddUnlisted(world, out, path + "/", listed, unlisted);
      if (!status) return status;
    } else if (!listed.contains(path)) {
      unlisted.push_back(path);
    }
  }
  return {};
}

}  // namespace

Status CheckUnlisted(World& world, const std::string& out) {
  const std::string manifest = fmt::format("{}/{}", out, kBindingsManifest);
  if (world.disk.TypeOf(manifest) == FileType::kMissing) return {};
  const auto text = world.disk.Map(manifest, kManifestLimit);
  if (!text) return Fail(text.error());
  std::vector<std::string> unlisted;
  auto status = AddUnlisted(world, out, "", ListedIn(text->bytes), unlisted);
  if (!status) return status;
  if (unlisted.empty()) return {};
  std::vector<std::string> words;
  for (std::size_t i = 0; i < std::min(unlisted.size(), kShown); ++i) {
    words.push_back(fmt::format("`{}`", Printable(unlisted[i])));
  }
  if (unlisted.size() > kShown) words.push_back(fmt::format("{} more", unlisted.size() - kShown));
  return Fail({.kind = ErrorKind::kUsage,
               .message = fmt::format("`{}` holds what `leyline bindings` did not make and would "
                                      "lose: {}",
                                      out, Join(words, ", ")),
               .fix = "move it out of the folder, which is replaced as a whole"});
}

}  // namespace leyline
