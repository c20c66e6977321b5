// The words for the enumerations of change.h.
#include <array>

#include "analyzer/diff/change.h"

namespace leyline {
namespace {

struct EffectText {
  std::string_view name;
  std::string_view clause;
};

// Indexed by Effect.
constexpr std::array<EffectText, 27> kEffects = {{
    {"NONE", "nothing is lost"},
    {"RETAINED_UNKNOWN", "the value is kept among unknown fields and survives a re-encode"},
    {"LOST_TO_UNKNOWN", "the field reads as unset; its value is among unknown fields"},
    {"PRESENCE_LOST", "a field set to its default reads as unset"},
    {"DEFAULT_CHANGED", "an absent field reads as another value"},
    {"TRUNCATED", "the value is cut to its low 32 bits"},
    {"SIGN_FLIPPED", "the same bits read with another sign"},
    {"COLLAPSED_TO_BOOL", "every value but 0 reads as true"},
    {"ZIGZAG_MISREAD", "plain and zigzag varints are taken for each other"},
    {"BITS_REINTERPRETED", "the bits of an integer read as a floating point number or the reverse"},
    {"ROUNDED", "the value is rounded"},
    {"LAST_ELEMENT_WINS", "only the last element is kept"},
    {"ELEMENTS_MERGED", "the elements are merged into one"},
    {"ENTRIES_COLLIDE", "map keys become equal and entries are lost"},
    {"OTHER_MEMBER_CLEARED", "setting one member of the oneof clears another"},
    {"MISREAD", "the data parses silently into another value"},
    {"UNRECOGNISED_ENUM", "the reader does not know the enum value"},
    {"PARSE_FAILURE", "the whole message is refused"},
    {"REQUIRED_MISSING", "the whole message is refused because a required field is missing"},
    {"UTF8_REJECTED", "a string that is not valid UTF-8 is refused"},
    {"NAME_UNKNOWN", "a strict parser refuses the name"},
    {"NOT_ANSWERED", "the call is answered with UNIMPLEMENTED"},
    {"MESSAGES_DROPPED", "streamed messages are lost or never answered"},
    {"NOTHING_READS", "nothing reads this data any more"},
    {"REUSE_POSSIBLE", "the number or name may be used again for something else"},
    {"SIGNATURE_CHANGED", "generated code has another signature"},
    {"SYMBOL_GONE", "generated code no longer has the symbol"},
}};
static_assert(kEffects.size() == static_cast<std::size_t>(Effect::kSymbolGone) + 1);

constexpr std::array<std::string_view, 5> kSurfaces = {"BINARY", "JSON", "TEXT", "SOURCE", "RPC"};
constexpr std::array<std::string_view, 3> kDirections = {"BACKWARD", "FORWARD", "ROUND_TRIP"};
constexpr std::array<std::string_view, 4> kLevels = {"COMPATIBLE", "CONDITIONAL", "UNKNOWN",
                                                     "BREAKING"};
constexpr std::array<std::string_view, 3> kCompatibilities = {"BACKWARD_COMPATIBLE", "CONDITIONAL",
                                                              "BREAKING_CHANGE"};

}  // namespace

std::string_view NameOf(Surface surface) { return kSurfaces[static_cast<std::size_t>(surface)]; }
std::string_view NameOf(Direction direction) {
  return kDirections[static_cast<std::size_t>(direction)];
}
std::string_view NameOf(Level level) { return kLevels[static_cast<std::size_t>(level)]; }
std::string_view NameOf(Effect effect) { return kEffects[static_cast<std::size_t>(effect)].name; }
std::string_view NameOf(Compatibility compatibility) {
  return kCompatibilities[static_cast<std::size_t>(compatibility)];
}
std::string_view Describe(Effect effect) {
  return kEffects[static_cast<std::size_t>(effect)].clause;
}

}  // namespace leyline
