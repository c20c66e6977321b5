// JSON Schemas of the files that people write, for their editors.
#include <algorithm>
#include <memory>

#include "analyzer/impact/subsystems.h"
#include "config/leyline_yaml.h"
#include "policy/policy.h"
#include "records/bypass.h"
#include "records/records.h"
#include "records/roles.h"
#include "records/statement.h"
#include "records/waivers.h"
#include "report/json_schema.h"
#include "tools/leyline/commands.h"

namespace leyline {
namespace {

struct Kind {
  std::string_view name;
  YamlShape (*shape)();
};
constexpr Kind kKinds[] = {
    {"leyline.yaml", ConfigShape},   {"policy", PolicyShape},     {"roles", RolesShape},
    {"subsystems", SubsystemsShape}, {"proposal", ProposalShape}, {"decision", DecisionShape},
    {"statement", StatementShape},   {"waivers", WaiversShape},   {"bypass", BypassShape},
};

std::vector<std::string_view> Names() {
  std::vector<std::string_view> names;
  for (const Kind& kind : kKinds) names.push_back(kind.name);
  return names;
}

}  // namespace

Subcommand SchemaCommand() {
  auto name = std::make_shared<std::string>();
  return {.name = "schema",
          .summary = "the JSON Schema of a kind of file, for editors",
          .examples =
              "  leyline schema policy > policy.schema.json\n"
              "  # and in the file: # yaml-language-server: $schema=policy.schema.json\n",
          .flags = {{.name = "KIND",
                     .value = "",
                     .help = "of which kind of file",
                     .required = true,
                     .text = name.get(),
                     .choices = Names()}},
          .run =
              [name](World& world) {
                const auto* kind = std::find_if(std::begin(kKinds), std::end(kKinds),
                                                [&](const Kind& one) { return one.name == *name; });
                world.out_is_data = true;
                world.out += JsonSchema(kind->name, kind->shape());
                return ExitCode::kPass;
              },
          .exits = {ExitCode::kPass, ExitCode::kUsage}};
}

}  // namespace leyline
