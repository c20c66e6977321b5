// Which compilers make the languages, and whether they may run.
#include <algorithm>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/strings.h"
#include "git/git.h"
#include "tools/leyline/bindings/bindings.h"
#include "tools/leyline/input/input.h"
#include "tools/leyline/input/name.h"

namespace leyline {
namespace {

constexpr uint64_t kProgramLimit = uint64_t{1} << 30;
constexpr uint64_t kVersionLimit = 1 << 12;

std::string NotePath(const std::string& cache, const std::string& protoc) {
  return fmt::format("{}/protoc/{}", cache,
                     DigestText(Sha256Of(protoc)).substr(sizeof "sha256:" - 1));
}

tl::unexpected<Errors> NoPlugin(const std::string& program) {
  return Fail({.kind = ErrorKind::kConfig,
               .message = fmt::format("there is no plugin `{}`", program),
               .fix = "install it, or correct `bindings:` in leyline.yaml"});
}

// The leyline.yaml that the work tree has where the revision has its own.
Result<Config> OwnConfig(World& world, const RevisionName& revision) {
  Git git(world.process, revision.repository);
  auto top = git.TopLevel();
  if (!top) return Fail(top.error());
  const std::string folder = *top + "/" + revision.path;
  if (!IsFolder(world, folder)) return Config();
  auto own = ConfigOf(world, folder);
  if (!own) return Fail(own.error());
  return own->value_or(Config());
}

}  // namespace

std::string ProgramPlace(const World& world, const std::string& program) {
  const auto is_there = [&](const std::string& place) {
    const FileType type = world.disk.TypeOf(place);
    return type != FileType::kMissing && type != FileType::kDirectory;
  };
  if (program.find('/') != std::string::npos) return is_there(program) ? program : "";
  const std::string path = world.environment("PATH");
  for (std::string_view folder : Split(path, ':')) {
    std::string place = fmt::format("{}/{}", folder, program);
    if (is_there(place)) return place;
  }
  return "";
}

Result<std::string> ProtocVersion(World& world, const std::string& protoc) {
  const auto exit = world.process.Run({.argv = {protoc, "--version"}, .terminal = Terminal::kNone});
  if (!exit) return Fail(exit.error());
  if (exit->code == 0) return std::string(Trim(exit->out));
  return Fail({.kind = ErrorKind::kUsage,
               .message = fmt::format("`{} --version` exits with {}", protoc, exit->code),
               .fix = "name a protoc: --protoc PATH"});
}

std::string NotedVersion(World& world, const std::string& cache, const std::string& protoc) {
  return world.disk.Read(NotePath(cache, protoc), kVersionLimit).value_or("");
}

void NoteVersion(Folders& folders, const std::string& cache, const std::string& protoc,
                 std::string_view version) {
  folders.Keep(NotePath(cache, protoc), version);
}

Result<std::vector<BindingLanguage>> LanguagesOf(World& world, const Config& config,
                                                 const std::string& protoc_version) {
  std::vector<BindingLanguage> languages;
  for (const std::string& name : config.binding_languages) {
    languages.push_back({.name = name, .program = "", .options = "", .compiler = protoc_version});
  }
  for (const BindingsPlugin& plugin : config.binding_plugins) {
    std::string place = ProgramPlace(world, plugin.program);
    if (place.empty()) return NoPlugin(plugin.program);
    const auto bytes = world.disk.Map(place, kProgramLimit);
    if (!bytes) return NoPlugin(plugin.program);
    // Its own bytes tell it from others: it may say no version.
    languages.push_back({plugin.name, plugin.program, plugin.options,
                         DigestText(Sha256Of(bytes->bytes)), plugin.call, std::move(place)});
  }
  return languages;
}

Status CheckPrograms(World& world, const std::string& input, const Config& config) {
  auto revision = ReadRevision(world, input);
  if (!revision) return Fail(revision.error());
  if (!revision->has_value() || config.binding_plugins.empty()) return {};
  auto own = OwnConfig(world, **revision);
  if (!own) return Fail(own.error());
  for (const BindingsPlugin& asked : config.binding_plugins) {
    const bool known = std::any_of(
        own->binding_plugins.begin(), own->binding_plugins.end(), [&](const BindingsPlugin& one) {
          return one.program == asked.program && one.options == asked.options;
        });
    if (known) continue;
    return Fail(
        {.kind = ErrorKind::kConfig,
         .message = fmt::format("leyline.yaml of `{}` names the program `{}`, which that of "
                                "the work tree doesn't name with these options",
                                input, asked.program),
         .fix = "read what it would run; then check that revision out, or name the same "
                "plugin in the work tree"});
  }
  return {};
}

}  // namespace leyline
