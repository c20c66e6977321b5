#include "analyzer/witness/shown.h"

#include <fmt/format.h>

#include "analyzer/model/model.h"

namespace leyline::witness {
namespace {

Witness Without(std::string reason) {
  Witness witness;
  witness.reason = std::move(reason);
  return witness;
}

// Why an effect can't be executed; null when it can.
const char* ReasonOf(Effect effect) {
  switch (effect) {
    case Effect::kReusePossible:
      return "what old data is read as depends on a declaration that doesn't exist yet";
    case Effect::kNothingReads:
      return "no declaration is left that could read it";
    case Effect::kNone:
      return "it was not decided what becomes of the data";
    default:
      return nullptr;
  }
}

struct Described {
  std::string operator()(std::monostate /*none*/) const { return ""; }
  std::string operator()(const File* file) const {
    return file->package.empty() ? std::string("no package")
                                 : fmt::format("package {};", file->package);
  }
  std::string operator()(const Message* message) const {
    return fmt::format("message {}", message->full_name);
  }
  std::string operator()(const Enum* enumeration) const {
    return fmt::format("enum {}", enumeration->full_name);
  }
  std::string operator()(const Service* service) const {
    return fmt::format("service {}", service->full_name);
  }
  std::string operator()(const Oneof* oneof) const {
    return fmt::format("oneof {}", FullName(*oneof));
  }
  std::string operator()(const EnumValue* value) const {
    return fmt::format("{} = {};", value->name, value->number);
  }
  std::string operator()(const Field* field) const {
    const bool optional = field->proto3_optional || field->label == Label::kOptional;
    const std::string_view label = field->is_required() ? "required " : optional ? "optional " : "";
    return fmt::format(
        "{}{} {} = {};{}", label, TypeText(*field), field->name, field->number,
        field->oneof == nullptr ? "" : fmt::format(" (in oneof {})", field->oneof->name));
  }
  std::string operator()(const Method* method) const {
    return fmt::format("rpc {}({}{}) returns ({}{});", method->name,
                       method->client_streaming ? "stream " : "",
                       method->input == nullptr ? method->input_name : method->input->full_name,
                       method->server_streaming ? "stream " : "",
                       method->output == nullptr ? method->output_name : method->output->full_name);
  }
};

Witness OfSource(const Change& change, const Verdict& verdict) {
  Witness witness;
  witness.written = DeclarationText(change.subject.before);
  witness.read = DeclarationText(change.subject.after);
  if (witness.read.empty()) witness.read = "gone";
  if (witness.written == witness.read || witness.written.empty()) {
    // Not the declaration itself but something about it, such as an option.
    return Without(
        verdict.effect == Effect::kSymbolGone
            ? "generated code has it in another place"
            : "the declaration is the same; generated code follows what changed about it");
  }
  return witness;
}

// The path of a call to the declaration.
std::string PathOf(const Declaration& declaration) {
  if (const auto* method = std::get_if<const Method*>(&declaration)) {
    return fmt::format("/{}/{}", (*method)->parent->full_name, (*method)->name);
  }
  const Service* service = nullptr;
  if (const auto* found = std::get_if<const Service*>(&declaration)) service = *found;
  if (const auto* file = std::get_if<const File*>(&declaration)) {
    for (const Service& first : (*file)->services) {
      service = &first;
      break;
    }
  }
  if (service == nullptr || service->methods.empty()) return "";
  return fmt::format("/{}/{}", service->full_name, service->methods.front().name);
}

std::string_view MessageNameOf(const Declaration& declaration) {
  if (const auto* message = std::get_if<const Message*>(&declaration)) return (*message)->full_name;
  if (const auto* file = std::get_if<const File*>(&declaration)) {
    if (!(*file)->messages.empty()) return (*file)->messages.front().full_name;
  }
  return "";
}

Witness OfAny(const Declaration& declaration, bool from_after) {
  const std::string_view name = MessageNameOf(declaration);
  if (name.empty()) return Without("there is no message that an Any could hold");
  Witness witness;
  witness.from_after = from_after;
  witness.json = fmt::format(R"({{"@type":"type.googleapis.com/{}"}})", name);
  witness.written = fmt::format("an Any that holds {}", name);
  witness.read = fmt::format("refused: the reader knows no {}", name);
  return witness;
}

Witness OfStream(const Change& change, bool from_after) {
  const auto* method = std::get_if<const Method*>(&change.subject.before);
  const auto* other = std::get_if<const Method*>(&change.subject.after);
  if (method == nullptr || other == nullptr) return Without("there is no method on one side");
  Witness witness;
  witness.from_after = from_after;
  const Method& client = from_after ? **other : **method;
  const Method& server = from_after ? **method : **other;
  const bool requests = client.client_streaming && !server.client_streaming;
  witness.written = requests ? "the client sends two requests" : "the server sends two replies";
  witness.read = requests ? "the server reads the first, the second is dropped"
                          : "the client, which expects one, gets no answer before its deadline";
  return witness;
}

// Backward: an old client calls a new server. Forward: the reverse.
Witness OfCall(const Change& change, const Verdict& verdict) {
  const bool from_after = verdict.direction == Direction::kForward;
  const Declaration& caller = from_after ? change.subject.after : change.subject.before;
  if (verdict.effect == Effect::kNameUnknown) return OfAny(caller, from_after);
  if (verdict.effect == Effect::kMessagesDropped) return OfStream(change, from_after);
  const std::string path = PathOf(caller);
  if (path.empty()) return Without("the service has no methods");
  Witness witness;
  witness.from_after = from_after;
  witness.written = fmt::format("a call of {}", path);
  witness.read = "UNIMPLEMENTED: the server knows no such path";
  return witness;
}

// A validation rule among the options: reading alone never refuses what it forbids.
bool IsOfValidation(const Change& change, const Verdict& verdict) {
  return change.change_type.ends_with("_OPTION") && verdict.effect == Effect::kParseFailure;
}

// In binary an open enum takes every number, but for proto2 fields in some runtimes.
bool IsOfProto2Fields(const Change& change, const Verdict& verdict) {
  if (verdict.surface != Surface::kBinary) return false;
  for (const Declaration* side : {&change.subject.before, &change.subject.after}) {
    const auto* value = std::get_if<const EnumValue*>(side);
    if (value != nullptr && !(*value)->parent->is_closed()) {
      return change.change_type == "ADD_ENUM_VALUE" || change.change_type == "REMOVE_ENUM_VALUE";
    }
  }
  return false;
}

// A name that stands in what others hold: in an Any, or in the key of an extension.
std::optional<Witness> OfOtherName(const Change& change, const Verdict& verdict) {
  if (!std::holds_alternative<const Message*>(change.subject.before)) return std::nullopt;
  if (change.change_type != "RENAME_MESSAGE" && change.change_type != "MOVE_MESSAGE") {
    return std::nullopt;
  }
  if (verdict.effect == Effect::kMisread) {
    return Without("it shows to those who read the message by the name that another one has now");
  }
  if (verdict.effect != Effect::kNameUnknown) return std::nullopt;
  if (verdict.level == Level::kBreaking) {
    return Without("it shows on every extension that is declared inside the message alike");
  }
  const bool from_after = verdict.direction == Direction::kForward;
  return OfAny(from_after ? change.subject.after : change.subject.before, from_after);
}

// A new field with a number that extensions could have.
bool TakesExtensionNumber(const Change& change) {
  const auto* field = std::get_if<const Field*>(&change.subject.after);
  const auto* home = std::get_if<const Message*>(&change.subject.before_home);
  if (change.change_type != "ADD_FIELD" || field == nullptr || home == nullptr) return false;
  for (const ExtensionRange& range : (*home)->extension_ranges) {
    if (range.first <= (*field)->number && (*field)->number <= range.last) return true;
  }
  return false;
}

}  // namespace

std::string DeclarationText(const Declaration& declaration) {
  return std::visit(Described(), declaration);
}

std::optional<Witness> ShownFor(const Change& change, const Verdict& verdict) {
  if (change.subject.before.index() == 0 && change.subject.after.index() == 0) {
    return Without("it is no change of a contract");
  }
  if (const char* reason = ReasonOf(verdict.effect)) return Without(reason);
  if (verdict.surface == Surface::kSource) return OfSource(change, verdict);
  if (verdict.surface == Surface::kRpc) return OfCall(change, verdict);
  if (change.change_type == "CHANGE_EXTENSION_RANGE") {
    return Without("what is read depends on extensions that no contract here declares");
  }
  if (IsOfValidation(change, verdict)) {
    return Without("only a reader that validates refuses it, after reading");
  }
  if (IsOfProto2Fields(change, verdict)) {
    return Without("it shows in proto2 fields of the enum, in C++, Java and older Python");
  }
  if (std::optional<Witness> witness = OfOtherName(change, verdict)) return witness;
  if (change.change_type == "CHANGE_MESSAGE_OPTION") {
    return Without("what a message set holds are extensions that no contract here declares");
  }
  if (verdict.effect == Effect::kMisread && TakesExtensionNumber(change)) {
    return Without("what is read depends on an extension that no contract here declares");
  }
  if (change.change_type == "CHANGE_PACKAGE") {
    return Without("it shows on every extension and every Any of the package alike");
  }
  return std::nullopt;
}

}  // namespace leyline::witness
