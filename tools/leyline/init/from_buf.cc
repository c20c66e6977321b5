#include "tools/leyline/init/from_buf.h"

#include <algorithm>

#include <fmt/format.h>

#include "analyzer/diff/gating.h"
#include "base/strings.h"
#include "config/buf_yaml.h"
#include "tools/leyline/init/buf_rules.h"

namespace leyline {
namespace {

constexpr std::string_view kWorkFile = "buf.work.yaml";

// Packages that buf calls unstable, as globs; it asks for digits where `?` takes any character.
constexpr std::string_view kUnstable[] = {
    "**.v?alpha.**",   "**.v?alpha?.**",   "**.v?beta.**",   "**.v?beta?.**",
    "**.v?p?alpha.**", "**.v?p?alpha?.**", "**.v?p?beta.**", "**.v?p?beta?.**",
    "**.v??alpha*.**", "**.v??beta*.**",   "**.v?test*.**",
};

std::string FolderOf(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? "." : std::string(path.substr(0, slash));
}

// "a" and "b/./c/" -> "a/b/c"; "." for the top.
std::string Under(std::string_view folder, std::string_view path) {
  std::vector<std::string> parts;
  for (std::string_view whole : {folder, path}) {
    for (std::string_view part : Split(whole, '/')) {
      if (!part.empty() && part != ".") parts.emplace_back(part);
    }
  }
  return parts.empty() ? "." : Join(parts, "/");
}

std::string GlobOf(const std::string& path) {
  if (path == ".") return "**";
  return path.ends_with(".proto") ? path : path + "/**";
}

std::string WordsOf(const std::vector<Surface>& surfaces) {
  std::vector<std::string> words;
  for (const Surface surface : surfaces) words.emplace_back(WordOf(surface));
  return Join(words, ", ");
}

BufRules Without(BufRules rules, const BufRules& others) {
  for (const std::string_view rule : others) rules.erase(rule);
  return rules;
}

// One file and the folder that its paths are from.
class Taker {
 public:
  explicit Taker(TakenFromBuf& taken) : taken_(taken) {}

  void Take(const std::string& file, const BufConfig& config) {
    file_ = file;
    folder_ = FolderOf(file);
    for (const std::string& key : config.left_out) {
      Note(fmt::format("{} says nothing about what breaks; buf goes on reading it", key));
    }
    for (const std::string& dep : config.deps) {
      Note(fmt::format(
          "{}: `deps: {}`: Leyline fetches nothing; run `buf export {} --output third_party/{}` "
          "and name that folder in `imports:`",
          file_, dep, dep, dep.substr(dep.rfind('/') + 1)));
    }
    for (const BufModule& module : config.modules) TakeModule(config, module);
  }

  void Finish() {
    for (const Module& module : modules_) {
      for (const Surface surface : module.surfaces) all_.insert(surface);
    }
    taken_.surfaces.assign(all_.begin(), all_.end());
    for (const Module& module : modules_) {
      if (module.surfaces == taken_.surfaces) continue;
      taken_.rules.push_back({.paths = {GlobOf(module.root)},
                              .names = {},
                              .surfaces = module.surfaces,
                              .because = module.because});
    }
  }

 private:
  struct Module {
    std::string root;
    std::vector<Surface> surfaces;
    std::string because;
  };

  static void AddOnce(std::vector<std::string>& list, std::string text) {
    if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(std::move(text));
  }

  void Note(std::string note) { AddOnce(taken_.notes, std::move(note)); }

  BufRules Expand(std::string_view key, std::string_view name) {
    BufRules rules = ExpandBufRule(name);
    if (rules.empty()) {
      Note(fmt::format("{}: `{}: {}` is no rule of buf {}; a plugin's are not taken over", file_,
                       key, name, "1.75"));
    }
    return rules;
  }

  // What buf asks for, and what of `except` can't be left out, for its surface stays.
  BufRules RulesOf(const BufBreaking& breaking) {
    BufRules rules;
    for (const std::string& name : breaking.use) rules.merge(Expand("use", name));
    if (breaking.use.empty()) rules = ExpandBufRule("FILE");
    BufRules kept = rules;
    for (const std::string& name : breaking.except) kept = Without(kept, Expand("except", name));
    const std::vector<Surface> surfaces = SurfacesOfBuf(kept);
    for (const std::string& name : breaking.except) {
      const std::vector<Surface> own = SurfacesOfBuf(ExpandBufRule(name));
      std::vector<Surface> stay;
      std::set_intersection(own.begin(), own.end(), surfaces.begin(), surfaces.end(),
                            std::back_inserter(stay));
      if (stay.empty()) continue;
      Note(
          fmt::format("{}: `except: {}`: rules are not switched off one by one; the gate still "
                      "asks about it on {}, where other rules are in use",
                      file_, name, WordsOf(stay)));
    }
    return kept;
  }

  void Ignore(const std::string& from, const BufBreaking& breaking, const BufRules& rules) {
    for (const std::string& path : breaking.ignore) {
      taken_.rules.push_back({.paths = {GlobOf(Under(from, path))},
                              .names = {},
                              .surfaces = {},
                              .because = fmt::format("`ignore` of {}", file_)});
    }
    std::vector<std::string> paths;
    for (const auto& [name, ignored] : breaking.ignore_only) {
      for (const std::string& path : ignored) AddOnce(paths, path);
    }
    for (const std::string& path : paths) IgnoreOnly(from, path, breaking, rules);
    if (breaking.ignore_unstable_packages) {
      taken_.rules.push_back({.paths = {},
                              .names = {std::begin(kUnstable), std::end(kUnstable)},
                              .surfaces = {},
                              .because = fmt::format("`ignore_unstable_packages` of {}", file_)});
    }
  }

  void IgnoreOnly(const std::string& from, const std::string& path, const BufBreaking& breaking,
                  const BufRules& rules) {
    BufRules kept = rules;
    std::vector<std::string> names;
    for (const auto& [name, ignored] : breaking.ignore_only) {
      if (std::find(ignored.begin(), ignored.end(), path) == ignored.end()) continue;
      kept = Without(kept, Expand("ignore_only", name));
      names.push_back(name);
    }
    const std::string what = fmt::format("`ignore_only: {}` of {}", Join(names, ", "), file_);
    if (SurfacesOfBuf(kept) != SurfacesOfBuf(rules)) {
      taken_.rules.push_back({.paths = {GlobOf(Under(from, path))},
                              .names = {},
                              .surfaces = SurfacesOfBuf(kept),
                              .because = what});
      return;
    }
    Note(
        fmt::format("{} for `{}`: the gate asks by surface, and on each of them other rules are in "
                    "use there; a change needs a proposal, or a rule for that path under "
                    "`packages`",
                    what, path));
  }

  void TakeModule(const BufConfig& config, const BufModule& module) {
    const std::string root = Under(folder_, module.path);
    AddOnce(taken_.contracts, root);
    const std::string from = config.has_module_paths() ? root : folder_;
    for (const std::string& path : module.excludes) AddOnce(taken_.exclude, Under(from, path));
    if (!module.includes.empty()) {
      Note(
          fmt::format("{}: `includes` of module `{}`: all of it is governed; leave folders out "
                      "with `exclude:`",
                      file_, root));
    }
    const bool own = module.breaking.is_there;
    const BufBreaking& breaking = own ? module.breaking : config.breaking;
    const BufRules rules = RulesOf(breaking);
    // Paths of a whole v2 file are said once.
    const bool again = !own && !config.has_module_paths() && said_for_file_ == file_;
    if (!again) Ignore(from, breaking, rules);
    if (!own) said_for_file_ = file_;
    modules_.push_back({root, SurfacesOfBuf(rules), fmt::format("`breaking` of {}", file_)});
  }

  TakenFromBuf& taken_;
  std::string file_;
  std::string folder_;
  std::string said_for_file_;
  std::vector<Module> modules_;
  std::set<Surface> all_;
};

const BufText* Find(std::span<const BufText> files, std::string_view path) {
  for (const BufText& file : files) {
    if (file.path == path) return &file;
  }
  return nullptr;
}

// The files that count: those of the folders that buf.work.yaml names, else all.
Result<std::vector<BufText>> FilesInForce(std::span<const BufText> files) {
  const BufText* work = Find(files, kWorkFile);
  std::vector<BufText> found;
  if (work == nullptr) {
    for (const BufText& file : files) {
      if (!file.path.ends_with(kWorkFile)) found.push_back(file);
    }
    return found;
  }
  auto folders = ParseBufWork(work->path, work->text);
  if (!folders) return Fail(folders.error());
  for (const std::string& folder : *folders) {
    const std::string path = Under(folder, "buf.yaml");
    const BufText* file = Find(files, path);
    found.push_back(file == nullptr ? BufText{path, "version: v1\n"} : *file);
  }
  return found;
}

}  // namespace

Result<TakenFromBuf> TakeOverBuf(std::span<const BufText> files) {
  auto in_force = FilesInForce(files);
  if (!in_force) return Fail(in_force.error());
  if (in_force->empty()) {
    return Fail({.kind = ErrorKind::kUsage,
                 .message = "there is no buf.yaml and no buf.work.yaml to take over",
                 .fix = "run `leyline init` without --from-buf, which finds the roots itself"});
  }
  TakenFromBuf taken;
  Taker taker(taken);
  Errors errors;
  for (const BufText& file : *in_force) {
    auto config = ParseBufYaml(file.path, file.text);
    if (config.has_value()) {
      taker.Take(file.path, *config);
    } else {
      errors.insert(errors.end(), config.error().begin(), config.error().end());
    }
  }
  if (!errors.empty()) return Fail(std::move(errors));
  taker.Finish();
  return taken;
}

}  // namespace leyline
