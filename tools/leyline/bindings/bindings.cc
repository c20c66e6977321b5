// leyline bindings: one folder with descriptors, bindings and a manifest, replaced in one step.
#include "tools/leyline/bindings/bindings.h"

#include <algorithm>
#include <functional>
#include <latch>
#include <memory>

#include <fmt/format.h>

#include "analyzer/schema/link/below.h"
#include "base/parallel.h"
#include "report/text_parts.h"
#include "tools/leyline/bindings/bundle.h"
#include "tools/leyline/input/input.h"

namespace leyline {
namespace {

struct BindingsFlags {
  std::string input = ".";
  std::string out;
  std::string cache;
  std::string protoc = "protoc";
  InputFlags inputs;
};

// Where the output is to stand: a new folder, an empty one, or one that an earlier run made.
Status CheckOut(World& world, const std::string& out) {
  const FileType type = world.disk.TypeOf(out);
  if (type == FileType::kMissing) return {};
  if (type != FileType::kDirectory) {
    return Fail({.kind = ErrorKind::kUsage,
                 .message = fmt::format("`{}` is no folder{}", out,
                                        type == FileType::kSymlink ? ", but a link" : ""),
                 .fix = "name the folder itself, which is replaced as a whole, or a new one"});
  }
  const auto entries = world.disk.List(out);
  if (!entries) return Fail(entries.error());
  const bool ours = std::any_of(entries->begin(), entries->end(), [](const DirEntry& entry) {
    return entry.name == kBindingsManifest;
  });
  if (ours || entries->empty()) return {};
  return Fail({.kind = ErrorKind::kUsage,
               .message = fmt::format("`{}` holds what `leyline bindings` did not make", out),
               .fix = "name an empty folder, or a new one"});
}

// A cache there would be gone with each run.
Status CheckCache(const World& world, const std::string& cache, const std::string& out) {
  if (!IsBelow(world.disk.Canonical(cache), world.disk.Canonical(out))) return {};
  return Fail({.kind = ErrorKind::kUsage,
               .message = fmt::format("the cache `{}` is in `{}`, which is replaced as a whole",
                                      cache, out),
               .fix = "name another folder: --cache DIR"});
}

// The way from units to their bindings. What the output folder has already is kept there and read
// from nowhere; the others come from the cache, or are generated.
class Filling {
 public:
  Filling(World& world, Folders& folders, const std::string& cache, const std::string& protoc)
      : world_(world), folders_(folders), cache_(cache), protoc_(protoc) {}

  // Fills all; says how many were generated. Of what `is_sure` does not confirm nothing gets into
  // the cache or the folder; it may wait, while compilers are at work already.
  Result<std::size_t> Run(NewFolder& out, std::vector<BindingUnit>& units,
                          const std::function<bool()>& is_sure) {
    std::vector<State> states(units.size());
    ParallelFor(units.size(), 0, [&](std::size_t i) {
      states[i] = ReadCached(world_, cache_, units[i]) ? kWhole : kUnknown;
    });
    const std::vector<BindingUnit*> missing = ThoseOf(units, states, kUnknown);
    Status generated;
    RunBoth(
        2, [&] { generated = Generate(missing, is_sure); },
        [&] {
          if (is_sure()) Keep(out, units, states);
        });
    if (!generated) return Fail(generated.error());
    const std::vector<BindingUnit*> broken = ThoseOf(units, states, kBroken);
    generated = Generate(broken, is_sure);
    if (!generated) return Fail(generated.error());
    return missing.size() + broken.size();
  }

 private:
  enum State : char { kWhole, kUnknown, kBroken };

  static std::vector<BindingUnit*> ThoseOf(std::vector<BindingUnit>& units,
                                           const std::vector<State>& states, State wanted) {
    std::vector<BindingUnit*> those;
    for (std::size_t i = 0; i < units.size(); ++i) {
      if (states[i] == wanted) those.push_back(&units[i]);
    }
    return those;
  }

  Status Generate(const std::vector<BindingUnit*>& units, const std::function<bool()>& is_sure) {
    return GenerateIntoCache(world_, folders_, cache_, protoc_, units, is_sure);
  }

  static void Keep(NewFolder& out, std::vector<BindingUnit>& units, std::vector<State>& states) {
    ParallelFor(units.size(), 0, [&](std::size_t i) {
      if (states[i] == kUnknown) return;
      for (Binding& binding : units[i].bindings) {
        binding.kept = out.Keep(PathOf(units[i], binding), binding.digest);
      }
      if (!IsWhole(units[i])) states[i] = kBroken;
    });
  }

  World& world_;
  Folders& folders_;
  const std::string& cache_;
  const std::string& protoc_;
};

// The version of protoc, asked while other work goes on: starting it takes as long as all of ours.
// Of no language of protoc's own: empty.
class VersionInquiry {
 public:
  VersionInquiry(World& world, const std::string& protoc, const Config& config) {
    if (config.binding_languages.empty()) {
      answer_ = "";
      done_.count_down();
      return;
    }
    asking_ = Beside([this, &world, protoc] {
      answer_ = ProtocVersion(world, protoc);
      done_.count_down();
    });
  }
  const Result<std::string>& Answer() {
    done_.wait();
    return answer_;
  }

 private:
  Result<std::string> answer_;
  std::latch done_{1};
  Beside asking_;
};

// One run of the command.
class Making {
 public:
  Making(World& world, Folders& folders, const BindingsFlags& flags)
      : world_(world), folders_(folders), flags_(flags) {}

  Result<std::string> Run() {
    if (auto status = Prepare(); !status) return Fail(status.error());
    VersionInquiry version(world_, flags_.protoc, config_);
    auto snapshot = LoadOne(world_, flags_.input, flags_.inputs);
    // Of a protoc that was used before, the version is taken for granted until it has answered.
    std::string taken;
    if (!config_.binding_languages.empty()) taken = NotedVersion(world_, cache_, flags_.protoc);
    if (taken.empty() || !snapshot) {
      if (!version.Answer()) return Fail(version.Answer().error());
      taken = *version.Answer();
    }
    if (!snapshot) return Fail(snapshot.error());
    const auto& contracts = world_.Keep(ContractsOf(world_.Keep(std::move(*snapshot))));
    auto out = folders_.Renew(flags_.out);
    if (!out) return Fail(out.error());
    if (auto status = CheckUnlisted(world_, flags_.out); !status) return Fail(status.error());
    auto made = Make(contracts, **out, taken, version);
    if (!version.Answer()) return Fail(version.Answer().error());
    if (*version.Answer() == taken) return made;
    return Make(contracts, **out, *version.Answer(), version);
  }

 private:
  Status Prepare() {
    if (auto status = CheckOut(world_, flags_.out); !status) return status;
    auto cache = CacheFolder(world_, flags_.cache);
    if (!cache) return Fail(cache.error());
    cache_ = std::move(*cache);
    if (auto status = CheckCache(world_, cache_, flags_.out); !status) return status;
    auto config = ConfigOf(world_, flags_.input);
    if (!config) return Fail(config.error());
    config_ = config->value_or(Config{});
    return CheckPrograms(world_, flags_.input, config_);
  }

  // With what protoc of this version makes. Should it turn out to be another one, nothing is made.
  Result<std::string> Make(const std::vector<Contract>& contracts, NewFolder& out,
                           const std::string& taken, VersionInquiry& version) {
    const auto is_sure = [&] { return version.Answer() && *version.Answer() == taken; };
    const auto languages = LanguagesOf(world_, config_, taken);
    if (!languages) return Fail(languages.error());
    auto& units = world_.Keep(UnitsOf(contracts, *languages));
    const auto generated =
        Filling(world_, folders_, cache_, flags_.protoc).Run(out, units, is_sure);
    if (!generated) return Fail(generated.error());
    if (!is_sure()) return std::string();
    Bundle bundle(contracts);
    if (auto status = bundle.AddAll(units); !status) return Fail(status.error());
    bundle.AddManifest(contracts, *languages);
    if (auto status = bundle.WriteTo(out); !status) return Fail(status.error());
    if (auto status = out.Put(); !status) return Fail(status.error());
    if (!taken.empty() && NotedVersion(world_, cache_, flags_.protoc) != taken) {
      NoteVersion(folders_, cache_, flags_.protoc, taken);
    }
    return fmt::format("{}: {}, {} of {} bindings generated, the others from the cache\n",
                       flags_.out, Counted(static_cast<int32_t>(bundle.size()), "file"), *generated,
                       units.size());
  }

  World& world_;
  Folders& folders_;
  const BindingsFlags& flags_;
  std::string cache_;
  Config config_;
};

}  // namespace

Subcommand BindingsCommand(Folders& folders) {
  auto flags = std::make_shared<BindingsFlags>();
  Subcommand command{
      .name = "bindings",
      .summary = "compile the contracts and generate bindings, only what changed",
      .examples =
          "  leyline bindings . --out gen\n"
          "  leyline bindings main:. --out gen --cache /var/cache/leyline\n",
      .flags = {{.name = "INPUT",
                 .value = "",
                 .help = "the version to compile",
                 .required = true,
                 .text = &flags->input},
                {.name = "--out",
                 .value = "DIR",
                 .help = "the folder of the bundle: contracts.binpb, a folder a language, and "
                         "leyline-bindings.json with all digests; replaced as a whole in one step",
                 .required = true,
                 .text = &flags->out},
                {.name = "--cache",
                 .value = "DIR",
                 .help = "what was generated before, by content; else below XDG_CACHE_HOME or "
                         "HOME",
                 .text = &flags->cache},
                {.name = "--protoc",
                 .value = "PATH",
                 .help = "the protoc that makes the languages of its own",
                 .text = &flags->protoc}},
      .run =
          [flags, &folders](World& world) {
            auto said = Making(world, folders, *flags).Run();
            if (!said) return Fail(world, said.error());
            world.err += *said;
            return ExitCode::kPass;
          },
      .exits = {ExitCode::kPass, ExitCode::kUsage, ExitCode::kInput, ExitCode::kOutput},
      .environment = "  XDG_CACHE_HOME, HOME       where the cache is, when --cache names none\n"};
  for (Flag& flag : InputFlagsOf(flags->inputs)) command.flags.push_back(std::move(flag));
  return command;
}

}  // namespace leyline
