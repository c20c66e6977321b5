#include "analyzer/witness/search.h"

#include <utility>
#include <vector>

#include <fmt/format.h>

#include "analyzer/witness/atoms.h"
#include "analyzer/witness/candidates.h"
#include "base/digest.h"

namespace leyline::witness {
namespace {

namespace pb = google::protobuf;

// "a = 5", or the whole message where no field stands out.
std::string Written(const Side& writer, const pb::Message& message) {
  if (writer.focus != nullptr && !ValueOf(message, *writer.focus).empty()) {
    return fmt::format("{} = {}", writer.focus->name(), ShowField(message, *writer.focus));
  }
  const std::string text = TextOf(message);
  return text.empty() ? "an empty message" : text;
}

std::unique_ptr<pb::Message> CopyOf(const pb::Message& message) {
  std::unique_ptr<pb::Message> copy(message.New());
  copy->CopyFrom(message);
  return copy;
}

// Differences don't tell a list of one default from none.
bool HoldSameFields(const pb::Message& a, const pb::Message& b) {
  std::vector<const pb::FieldDescriptor*> fields_of_a;
  std::vector<const pb::FieldDescriptor*> fields_of_b;
  a.GetReflection()->ListFields(a, &fields_of_a);
  b.GetReflection()->ListFields(b, &fields_of_b);
  return fields_of_a == fields_of_b;
}

std::string ReadText(const Observation& seen) {
  std::string text =
      fmt::format("{} = {}", seen.reader_path, ShowField(*seen.reader_message, *seen.reader));
  if (seen.is_invalid_text) text += ", which is not UTF-8: Java replaces it, Python refuses it";
  if (seen.is_other_meaning) text += ", which means something else";
  const bool is_list = seen.reader->is_repeated();
  if (!seen.is_read && !is_list && !text.ends_with("unset")) text += " (unset)";
  return text;
}

}  // namespace

bool Search::Try(const pb::Message& message, Passage& passage) {
  ++found_.tried;
  const bool has_focus = writer_.focus != nullptr || reader_.focus != nullptr;
  if (!has_focus || (writer_.focus != nullptr && !IsTrivial(ValueOf(message, *writer_.focus)))) {
    found_.had_value = true;
  }
  Make(passage, message);
  passage_ = &passage;
  const std::optional<std::string>& data = passage.data;
  if (!data) return Unwritable(message, passage.refusal);
  const pb::Message* const read = passage.read.get();
  const Trip only_there{.message = message, .data = *data, .again = ""};
  if (read == nullptr) return Refused(only_there, passage.refusal);
  const FocusPair focus{writer_.focus, reader_.focus};
  if (verdict_.direction != Direction::kRoundTrip) return Compare(only_there, *read, focus);
  // What the reader on the way makes of it is part of a round trip where nothing unknown is kept,
  // and where other runtimes don't hand on what C++ does.
  const bool is_binary = verdict_.surface == Surface::kBinary;
  const Seek seek = is_binary ? Seek::kOnlyInvalidText : Seek::kAnyHarm;
  if (Compare(only_there, *read, focus, seek)) return true;
  if (verdict_.effect == Effect::kOtherMemberCleared && reader_.focus == nullptr) {
    if (SetOtherMember(message, *read, *data)) return true;
  }
  if (verdict_.effect == Effect::kMisread && is_binary && !has_focus) {
    SetInstead(message, *read, *data);
  }
  return ComeBack(message, *read, *data);
}

void Search::Make(Passage& passage, const pb::Message& message) const {
  if (std::exchange(passage.is_made, true)) return;
  passage.data = Write(verdict_.surface, message, passage.refusal);
  if (!passage.data) return;
  passage.read =
      Read(verdict_.surface, *reader_.slice, *reader_.host, *passage.data, passage.refusal);
}

bool Search::ComeBack(const pb::Message& message, const pb::Message& passed,
                      const std::string& data) {
  Refusal refusal;
  const auto again = Write(verdict_.surface, passed, refusal);
  if (!again) return false;
  const auto back = Read(verdict_.surface, *writer_.slice, *writer_.host, *again, refusal);
  const Trip trip{.message = message, .data = data, .again = *again};
  if (back == nullptr) return Refused(trip, refusal);
  return Compare(trip, *back, {writer_.focus, writer_.focus});
}

bool Search::SetOtherMember(const pb::Message& message, const pb::Message& read,
                            const std::string& data) {
  if (writer_.focus == nullptr || !message.GetReflection()->HasField(message, writer_.focus)) {
    return false;
  }
  const pb::OneofDescriptor* oneof = writer_.focus->real_containing_oneof();
  for (int i = 0; oneof != nullptr && i < oneof->field_count(); ++i) {
    const pb::FieldDescriptor* member = reader_.host->FindFieldByNumber(oneof->field(i)->number());
    if (oneof->field(i) == writer_.focus || member == nullptr) continue;
    const auto copy = CopyOf(read);
    pb::Message& passed = *copy;
    SetSomething(*reader_.slice, passed, *member);
    Refusal refusal;
    const auto again = Write(verdict_.surface, passed, refusal);
    if (!again) continue;
    const auto back = Read(verdict_.surface, *writer_.slice, *writer_.host, *again, refusal);
    if (back == nullptr || back->GetReflection()->HasField(*back, oneof->field(i))) continue;
    const std::string set = fmt::format("{} = {}", member->name(), ShowField(passed, *member));
    Witness witness = Make({.message = message, .data = data, .again = *again});
    witness.written =
        fmt::format("{}, then the other side sets {}", Written(writer_, message), set);
    witness.read = fmt::format("{}; {} is unset", Written(writer_, *back), oneof->field(i)->name());
    found_.exact = std::move(witness);
    return true;
  }
  return false;
}

void Search::SetInstead(const pb::Message& message, const pb::Message& read,
                        const std::string& data) {
  for (int i = 0; i < writer_.host->field_count(); ++i) {
    const pb::FieldDescriptor& field = *writer_.host->field(i);
    const pb::FieldDescriptor* other = reader_.host->FindFieldByNumber(field.number());
    const bool are_enums = other != nullptr && !field.is_repeated() && !other->is_repeated() &&
                           field.enum_type() != nullptr && other->enum_type() != nullptr;
    if (!are_enums || ValueOf(message, field).empty() || !ValueOf(read, *other).empty()) continue;
    found_.was_unset = true;
    for (int k = 0; k < other->enum_type()->value_count() && !found_.other; ++k) {
      const auto passed = CopyOf(read);
      Put(*passed, *other, Integer(other->enum_type()->value(k)->number()));
      SetTo(*passed, {&field, other}, message, data);
    }
  }
}

void Search::SetTo(const pb::Message& passed, const FocusPair& fields, const pb::Message& message,
                   const std::string& data) {
  Refusal refusal;
  const auto again = Write(verdict_.surface, passed, refusal);
  if (!again) return;
  const auto back = Read(verdict_.surface, *writer_.slice, *writer_.host, *again, refusal);
  if (back == nullptr || ValueOf(*back, *fields.writer).empty()) return;
  if (Differences(passed, *back, {}).empty()) return;
  const std::string& name = fields.writer->name();
  Witness witness = Make({.message = message, .data = data, .again = *again});
  witness.written = fmt::format("{} = {}, then the other side sets {} = {}", name,
                                ShowField(message, *fields.writer), fields.reader->name(),
                                ShowField(passed, *fields.reader));
  Keep(message, std::move(witness), fmt::format("{} = {}", name, ShowField(*back, *fields.writer)),
       Fit::kSilent);
}

bool Search::Unwritable(const pb::Message& message, const Refusal& refusal) {
  if (verdict_.effect != Effect::kUtf8Rejected) return false;
  return Keep(message, Make({.message = message, .data = "", .again = ""}),
              "cannot be written: " + refusal.why, Fit::kExact);
}

bool Search::Refused(const Trip& trip, const Refusal& refusal) {
  const bool is_it = IsRefusal(verdict_.effect, verdict_.surface) &&
                     (verdict_.effect == Effect::kRequiredMissing) == refusal.is_required_missing;
  return Keep(trip.message, Make(trip), "refused: " + refusal.why,
              is_it ? Fit::kExact : Fit::kLoud);
}

bool Search::Compare(const Trip& trip, const pb::Message& read, const FocusPair& focus, Seek seek) {
  const std::vector<Observation> differences = Differences(trip.message, read, focus);
  for (const Observation& seen : differences) {
    if (seek == Seek::kOnlyInvalidText && !seen.is_invalid_text) continue;
    const bool is_it = IsRefusal(verdict_.effect, verdict_.surface)
                           ? verdict_.effect == Effect::kUtf8Rejected && seen.is_invalid_text
                           : Shows(verdict_.effect, seen);
    if (!is_it && found_.other) continue;
    Witness witness = Make(trip);
    if (seen.writer != nullptr) {
      witness.written =
          fmt::format("{} = {}", seen.path, ShowField(*seen.writer_message, *seen.writer));
    }
    const Fit fit = is_it ? Fit::kExact : IsFocusRead(seen) ? Fit::kFocusRead : Fit::kSilent;
    if (Keep(trip.message, std::move(witness), ReadText(seen), fit)) return true;
  }
  return false;
}

bool Search::IsFocusRead(const Observation& seen) const {
  return seen.is_read && seen.writer != nullptr && seen.writer == writer_.focus;
}

Witness Search::Make(const Trip& trip) const {
  Witness witness;
  witness.from_after = from_after_;
  witness.written = Written(writer_, trip.message);
  switch (verdict_.surface) {
    case Surface::kBinary:
      witness.hex = Hex(trip.data);
      witness.text = TextOf(trip.message);
      witness.passed_on = Hex(trip.again);
      return witness;
    case Surface::kJson:
      witness.json = trip.data;
      break;
    default:
      witness.text = trip.data;
      break;
  }
  witness.passed_on = trip.again;
  return witness;
}

bool Search::Keep(const pb::Message& message, Witness witness, std::string read, Fit fit) {
  if (!IsReadableByItsWriter(message, witness)) {
    found_.was_unreadable = true;
    return false;
  }
  witness.read = std::move(read);
  if (fit == Fit::kExact) {
    found_.exact = std::move(witness);
    return true;
  }
  // Harm of the verdict's own kind, loud or silent, before any other.
  const bool is_loud = fit == Fit::kLoud;
  const bool wants_loud = IsRefusal(verdict_.effect, verdict_.surface);
  if (found_.other && (found_.is_loud == wants_loud || is_loud != wants_loud)) return false;
  found_.other = std::move(witness);
  found_.is_loud = is_loud;
  found_.is_focus_read = fit == Fit::kFocusRead;
  return false;
}

bool Search::IsReadableByItsWriter(const pb::Message& message, const Witness& witness) const {
  if (verdict_.surface == Surface::kBinary) return true;
  const std::string& data = verdict_.surface == Surface::kJson ? witness.json : witness.text;
  if (verdict_.surface == Surface::kJson && data.empty()) return true;  // it can't be written
  if (data != passage_->data) return ReadsBackAs(message, data);
  if (!passage_->reads_back) passage_->reads_back = ReadsBackAs(message, data);
  return *passage_->reads_back;
}

bool Search::ReadsBackAs(const pb::Message& message, const std::string& data) const {
  const auto back = writer_.slice->New(*writer_.host);
  return ReadsBack(verdict_.surface, data, *back) && HoldSameFields(message, *back) &&
         Differences(message, *back, {writer_.focus, writer_.focus}).empty();
}

bool IsRefusal(Effect effect, Surface surface) {
  switch (effect) {
    case Effect::kParseFailure:
    case Effect::kRequiredMissing:
    case Effect::kUtf8Rejected:
    case Effect::kNameUnknown:
      return true;
    case Effect::kUnrecognisedEnum:
      return surface != Surface::kBinary;
    default:
      return false;
  }
}

}  // namespace leyline::witness
