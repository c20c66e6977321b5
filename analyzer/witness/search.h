// Search: runs candidates past one verdict, in one pair of roles, and keeps what they show. For
// this room only.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/diff/change.h"
#include "analyzer/witness/observe.h"
#include "analyzer/witness/rehearsal.h"
#include "analyzer/witness/slice.h"
#include "analyzer/witness/surface.h"

namespace leyline::witness {

// One of the two versions in its part.
struct Side {
  const Slice* slice = nullptr;
  const google::protobuf::Descriptor* host = nullptr;
  const google::protobuf::FieldDescriptor* focus = nullptr;
};

// What a search came to.
struct Found {
  std::optional<Witness> exact;  // shows the verdict's effect
  std::optional<Witness> other;  // the first that does any other harm
  bool is_loud = false;          // `other` is refused
  bool is_focus_read = false;    // `other` is the field in focus, read as something else
  int tried = 0;                 // candidates
  bool was_cut = false;          // there are more candidates
  bool had_value = false;        // some candidate held more than a default, where there is a focus
  bool was_unset = false;        // some enum was not recognised where no field changed
  bool was_unreadable = false;   // some were dropped: their writer refuses them itself
};

// Borrows the verdict and what the sides name.
class Search {
 public:
  Search(const Verdict& verdict, Side writer, Side reader, bool from_after)
      : verdict_(verdict), writer_(writer), reader_(reader), from_after_(from_after) {}

  // True when what was found is what the verdict says.
  bool Try(Rehearsed& candidate) {
    return Try(candidate.message(), candidate.On(verdict_.surface));
  }
  bool Try(const google::protobuf::Message& message) {
    Passage passage;
    return Try(message, passage);
  }

  const Found& found() const { return found_; }

 private:
  // One way through: a message, its data, and what the other side passed on ("" where it only
  // read).
  struct Trip {
    const google::protobuf::Message& message;
    std::string_view data;
    std::string_view again;
  };

  void Make(Passage& passage, const google::protobuf::Message& message) const;
  bool Try(const google::protobuf::Message& message, Passage& passage);
  bool ComeBack(const google::protobuf::Message& message, const google::protobuf::Message& passed,
                const std::string& data);

  // The side that doesn't know the member in focus sets another one of its oneof.
  bool SetOtherMember(const google::protobuf::Message& message,
                      const google::protobuf::Message& read, const std::string& data);

  // The side that doesn't recognise the enum sets another value in its place, and writes the one
  // that it kept behind it.
  void SetInstead(const google::protobuf::Message& message, const google::protobuf::Message& read,
                  const std::string& data);
  // `passed` is what it passes on: it read the message, and set `fields.reader`.
  void SetTo(const google::protobuf::Message& passed, const FocusPair& fields,
             const google::protobuf::Message& message, const std::string& data);

  // JSON has no form for it: the writer fails.
  bool Unwritable(const google::protobuf::Message& message, const Refusal& refusal);
  bool Refused(const Trip& trip, const Refusal& refusal);

  enum class Seek { kAnyHarm, kOnlyInvalidText };
  bool Compare(const Trip& trip, const google::protobuf::Message& read, const FocusPair& focus,
               Seek seek = Seek::kAnyHarm);
  bool IsFocusRead(const Observation& seen) const;

  Witness Make(const Trip& trip) const;

  // What was found against what the verdict says.
  enum class Fit {
    kExact,
    kSilent,
    kFocusRead,  // silent: the field in focus is read as something else
    kLoud
  };
  bool Keep(const google::protobuf::Message& message, Witness witness, std::string read, Fit fit);

  // As it was written: two fields of one message may have the same name in JSON.
  bool IsReadableByItsWriter(const google::protobuf::Message& message,
                             const Witness& witness) const;
  bool ReadsBackAs(const google::protobuf::Message& message, const std::string& data) const;

  const Verdict& verdict_;
  Side writer_;
  Side reader_;
  bool from_after_;
  Found found_;
  Passage* passage_ = nullptr;  // of the candidate that is tried
};

// Whether the effect is that the reader refuses the message.
bool IsRefusal(Effect effect, Surface surface);

}  // namespace leyline::witness
