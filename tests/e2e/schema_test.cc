// leyline schema: what it prints takes what the reader takes, by a validator of another make.
#include <gmock/gmock.h>

#include "tests/e2e/shell.h"

namespace leyline {
namespace {

using testing::HasSubstr;

// For each `kind file`: the file fits its schema, and none of its damaged copies does.
constexpr char kValidate[] = R"(
import copy, json, sys, yaml
from jsonschema import Draft202012Validator

class Loader(yaml.SafeLoader):
    pass
for first, resolvers in list(Loader.yaml_implicit_resolvers.items()):
    Loader.yaml_implicit_resolvers[first] = [r for r in resolvers if "timestamp" not in r[0]]

def damaged(value, path=()):
    """Copies of the value with one thing wrong in each."""
    if isinstance(value, dict):
        yield path, {**value, "no_such_key": 1}
        for key, inner in value.items():
            for where, bad in damaged(inner, path + (key,)):
                yield where, {**value, key: bad}
    elif isinstance(value, list):
        yield path, {"a": "map"}
        for i, inner in enumerate(value):
            for where, bad in damaged(inner, path + (i,)):
                yield where, value[:i] + [bad] + value[i + 1:]
    else:
        yield path, [["no", "scalar"]]

count = 0
for line in sys.stdin:
    kind, file = line.split()
    schema = json.load(open(kind + ".json"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    document = yaml.load(open(file), Loader)
    for error in validator.iter_errors(document):
        sys.exit(f"{file}: {list(error.path)}: {error.message}")
    for path, bad in damaged(document):
        open_map = kind == "proposal" and path[:1] == ("performance_impact",)
        names = path in (("groups",), ("roles",)) or path[-1:] == ("deployment",)
        if validator.is_valid(bad) and not open_map and not names:
            sys.exit(f"{file}: {path}: damage is not seen")
    count += 1
print(count)
)";

class Schema : public Shell {
 protected:
  static constexpr const char* kKinds[] = {"leyline.yaml", "policy",   "roles",    "subsystems",
                                           "proposal",     "decision", "statement"};
};

TEST_F(Schema, TakesAllExamplesAndNoDamagedCopy) {
  for (const std::string kind : kKinds) {
    const Exit exit = Leyline({"schema", kind});
    ASSERT_EQ(exit.code, 0) << exit.err;
    Write(kind + ".json", exit.out);
  }
  Write("validate.py", kValidate);
  // Files by their places: of the examples, of the profiles, of our own governance, of the fuzzers.
  const std::string count = Sh(
      "cd " LEYLINE_SOURCE_DIR
      " && {\n"
      "for f in $(find examples governance -name policy.yaml) policy/profiles/*.yaml "
      "tests/fuzz/yaml_seeds/policy.yaml; do echo policy $f; done\n"
      "for f in $(find examples governance -name subsystems.yaml); do echo subsystems $f; done\n"
      "for f in tests/fuzz/yaml_seeds/roles.yaml $(find examples governance -name roles.yaml); "
      "do echo roles $f; done\n"
      "for f in $(find examples governance -path '*/proposals/*.yaml') "
      "tests/fuzz/yaml_seeds/proposal.yaml; do echo proposal $f; done\n"
      "for f in $(find examples governance -path '*/decisions/*.yaml') "
      "tests/fuzz/yaml_seeds/decision.yaml; do echo decision $f; done\n"
      "for f in leyline.yaml $(find examples -name leyline.yaml); do echo leyline.yaml $f; done\n"
      "echo statement tests/fuzz/signed_seeds/statement.json\n"
      "} | sed 's# # " LEYLINE_SOURCE_DIR
      "/#' | (cd - >/dev/null && /usr/bin/python3 validate.py)");
  EXPECT_GE(std::stoi(count), 12) << count;
}

TEST_F(Schema, OfAnUnknownKindNamesTheOthers) {
  const Exit exit = Leyline({"schema", "polcy"});
  EXPECT_EQ(exit.code, 2);
  EXPECT_THAT(exit.err, HasSubstr("did you mean `policy`?"));
}

}  // namespace
}  // namespace leyline
