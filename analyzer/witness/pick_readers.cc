#include <algorithm>
#include <deque>
#include <set>
#include <utility>
#include <vector>

#include "analyzer/rules/type_model/well_known.h"
#include "analyzer/witness/atoms.h"
#include "analyzer/witness/pick.h"

namespace leyline::witness {
namespace {

constexpr int kShapes = 6;  // maps and messages that are read as each other within each other
constexpr int32_t kLastOfOneByte = 15;  // text that is read as fields has no larger numbers

// An entry has its key at 1 and its value at 2; in JSON its key is the name.
bool MayTakeEntry(const Field& reader) {
  return reader.number <= 2 || reader.name == "key" || reader.name == "value" ||
         reader.json_name == "key" || reader.json_name == "value" || IsSampleKey(reader.name) ||
         IsSampleKey(reader.json_name);
}

class Readers {
 public:
  explicit Readers(Exhibit& exhibit) : exhibit_(exhibit) {}

  void Run() {
    AddNeeded(exhibit_.before);
    AddNeeded(exhibit_.after);
    // Twice: what was read is written again on a round trip.
    for (const Fields fields : {Fields::kWritten, Fields::kAll}) {
      fields_ = fields;
      // In JSON a field may have the name of another one of its own message.
      SpreadWithin(exhibit_.before_host, exhibit_.before);
      SpreadWithin(exhibit_.after_host, exhibit_.after);
      Spread(true);
      Spread(false);
      AddNeeded(exhibit_.before);
      AddNeeded(exhibit_.after);
    }
  }

 private:
  enum class Fields { kWritten, kAll };
  using Pair = std::pair<const Message*, const Message*>;

  Plan& PlanOf(bool is_before) { return is_before ? exhibit_.before : exhibit_.after; }

  // From the side that writes to the other one.
  void Spread(bool from_before) {
    seen_.clear();
    queue_.clear();
    Enqueue(from_before ? exhibit_.before_host : exhibit_.after_host,
            from_before ? exhibit_.after_host : exhibit_.before_host);
    while (!queue_.empty()) {
      const Pair pair = queue_.front();
      queue_.pop_front();
      Visit(*pair.first, PlanOf(from_before), *pair.second, PlanOf(!from_before));
    }
  }

  // Within a nested message of proto3 names can't clash, so that the common case costs nothing.
  void SpreadWithin(const Message* host, Plan& plan) {
    if (host != nullptr) Visit(*host, plan, *host, plan);
    for (std::size_t i = 0; i < plan.messages().size(); ++i) {
      const Message& message = *plan.messages()[i].message;
      if (&message != host && message.file->edition != Edition::kProto3) {
        Visit(message, plan, message, plan);
      }
    }
    queue_.clear();
  }

  void Enqueue(const Message* written, const Message* read) {
    if (written == nullptr || read == nullptr) return;
    if (seen_.insert({written, read}).second) queue_.emplace_back(written, read);
  }

  void Visit(const Message& written, const Plan& plan, const Message& read, Plan& reading) {
    for (const Field* field : plan.FieldsOf(written)) {
      if (fields_ == Fields::kWritten && IsPassive(plan, *field)) continue;
      for (const Field* reader : exhibit_.messages->TakersIn(read, *field)) {
        reading.AddForReading(*reader);
        Enter(*field, *reader, reading, plan);
      }
    }
    VisitExtensions(written, plan, read, reading);
  }

  // Those of one number, where both sides have them.
  void VisitExtensions(const Message& written, const Plan& plan, const Message& read,
                       Plan& reading) {
    for (const Field* field : plan.extensions()) {
      if (field->extendee != &written) continue;
      for (std::size_t i = 0; i < reading.extensions().size(); ++i) {
        const Field* reader = reading.extensions()[i];
        const bool takes = reader->extendee == &read && reader->number == field->number;
        if (takes) Enter(*field, *reader, reading, plan);
      }
    }
  }

  static bool IsPassive(const Plan& plan, const Field& field) {
    return plan.IsForReading(field) && !field.is_required();
  }

  void Enter(const Field& field, const Field& reader, Plan& reading, const Plan& plan) {
    if (field.is_map() == reader.is_map() && field.message != nullptr) {
      Enqueue(field.message, reader.message);
      if (reader.message != nullptr) EnterNamed(*field.message, *reader.message, reading, kShapes);
      return;
    }
    if (reader.message == nullptr) return;
    if (!reader.is_map()) return EnterMessage(field, *reader.message, reading, plan, kShapes);
    if (field.message != nullptr) EnterEntry(*field.message, reader, reading, plan, kShapes);
  }

  // In JSON the keys of a Struct are the names of what is read.
  static void EnterNamed(const Message& written, const Message& reader, Plan& reading, int depth) {
    const WellKnown kind = WellKnownOf(&written);
    const bool has_keys =
        kind == WellKnown::kStruct || kind == WellKnown::kValue || kind == WellKnown::kListValue;
    if (!has_keys || WellKnownOf(&reader) != WellKnown::kNone || depth <= 0) return;
    for (const Field& inner : reader.fields) {
      if (!IsSampleKey(inner.name) && !IsSampleKey(inner.json_name)) continue;
      reading.AddForReading(inner);
      if (inner.message != nullptr) EnterNamed(written, *inner.message, reading, depth - 1);
    }
  }

  // The value of a field, or an entry of it, is read as the message.
  void EnterMessage(const Field& field, const Message& reader, Plan& reading, const Plan& plan,
                    int depth) {
    if (!field.is_map() && field.message != nullptr) return Enqueue(field.message, &reader);
    for (const Field& inner : reader.fields) {
      const bool takes = field.is_map() ? MayTakeEntry(inner) : inner.number <= kLastOfOneByte;
      if (!takes) continue;
      reading.AddForReading(inner);
      if (!field.is_map() || field.message == nullptr || inner.message == nullptr) continue;
      if (!inner.is_map()) {
        Enqueue(field.message, inner.message);
      } else {
        EnterEntry(*field.message, inner, reading, plan, depth - 1);
      }
    }
  }

  // The message is read as an entry of the map.
  void EnterEntry(const Message& written, const Field& map, Plan& reading, const Plan& plan,
                  int depth) {
    if (depth <= 0 || map.message == nullptr) return;
    for (const Field* field : plan.FieldsOf(written)) {
      if (MayTakeEntry(*field)) EnterMessage(*field, *map.message, reading, plan, depth - 1);
    }
  }

  // Required fields, and all of a well-known type: its form in JSON is made of them.
  static void AddNeeded(Plan& plan) {
    for (std::size_t i = 0; i < plan.messages().size(); ++i) {
      const Message& message = *plan.messages()[i].message;
      const bool is_whole = WellKnownOf(&message) != WellKnown::kNone;
      if (message.file->edition == Edition::kProto3 && !is_whole) continue;
      for (const Field& field : message.fields) {
        if (is_whole || field.is_required()) plan.AddForReading(field);
      }
    }
  }

  Exhibit& exhibit_;
  Fields fields_ = Fields::kWritten;
  std::set<Pair> seen_;
  std::deque<Pair> queue_;
};

}  // namespace

void PickReaders(Exhibit& exhibit) { Readers(exhibit).Run(); }

}  // namespace leyline::witness
