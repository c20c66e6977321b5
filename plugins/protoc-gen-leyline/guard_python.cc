#include <fmt/format.h>

#include "plugins/protoc-gen-leyline/guard.h"

namespace leyline {
namespace {

std::string_view Accepts(Mode mode) {
  constexpr std::string_view kConditions[] = {
      "version == SchemaVersion.CURRENT_VERSION",
      "SchemaVersion.MIN_SUPPORTED_VERSION <= version <= SchemaVersion.CURRENT_VERSION",
      "SchemaVersion.CURRENT_VERSION <= version <= SchemaVersion.MAX_SUPPORTED_VERSION",
      "SchemaVersion.MIN_SUPPORTED_VERSION <= version <= SchemaVersion.MAX_SUPPORTED_VERSION"};
  return kConditions[static_cast<std::size_t>(mode)];
}

constexpr std::string_view kBody = R"(
Hook = Callable[[str, int], None]

_lock = threading.Lock()
_mismatches = 0
_hook: Optional[Hook] = None


def contract_digest(contract: str) -> Optional[str]:
    """The digest of a message of this package as this program knows it; None for other names."""
    return CONTRACT_DIGESTS.get(contract)


class SchemaVersion:
    """Which message versions this program reads."""

    CURRENT_VERSION = {}
    MIN_SUPPORTED_VERSION = {}
    MAX_SUPPORTED_VERSION = {}
    COMPATIBILITY_MODE = "{}"
    # The name of the counter.
    MISMATCHES_METRIC = "leyline.version.mismatches"

    @staticmethod
    def validate_version(version: int) -> bool:
        """Whether it is exactly this program's version."""
        return version == SchemaVersion.CURRENT_VERSION

    @staticmethod
    def get_version() -> int:
        return SchemaVersion.CURRENT_VERSION

    @staticmethod
    def check_compatibility(message_version: int) -> bool:
        """Whether a message of that version may be read, by the mode.

        If not: reject the message; it has been counted.
        """
        global _mismatches
        version = message_version
        if {}:
            return True
        with _lock:
            _mismatches += 1
            hook = _hook
        if hook is not None:
            hook(SchemaVersion.MISMATCHES_METRIC, message_version)
        return False

    @staticmethod
    def mismatches() -> int:
        """How many messages were rejected since the program started."""
        return _mismatches

    @staticmethod
    def on_mismatch(hook: Optional[Hook]) -> None:
        """Has hook(metric, message_version) told of each rejected message; None: nobody."""
        global _hook
        with _lock:
            _hook = hook
)";

}  // namespace

std::string GuardPython(const GuardView& view) {
  std::string out = "# Made by protoc-gen-leyline. Do not edit.\n";
  out += "\"\"\"Rejects messages of a schema version that this program can't deal with.\"\"\"\n\n";
  out += "import threading\nfrom typing import Callable, Dict, Optional\n\n";
  out += "# What each message means on the wire and in JSON, SHA-256.\n";
  out += "CONTRACT_DIGESTS: Dict[str, str] = {\n";
  for (const ContractLine& line : view.contracts) {
    out += fmt::format("    \"{}\":\n        \"{}\",\n", line.name, line.digest);
  }
  out += "}\n";
  const GuardRules& rules = view.rules;
  out += fmt::format(kBody, rules.current_version, rules.min_supported_version,
                     rules.max_supported_version(), NameOf(rules.mode), Accepts(rules.mode));
  return out;
}

}  // namespace leyline
