// Which fields that could be set together meet in a oneof of the reader.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "analyzer/diff/change.h"
#include "analyzer/diff/field_index.h"
#include "analyzer/model/model.h"
#include "analyzer/rules/type_model/type_model.h"

namespace leyline {

// In binary the last member on the wire clears the others; JSON and text refuse the second.
Effect OneofEffect(Surface surface);

class OneofMeeting {
 public:
  // The writer's field arrives in the reader's oneof.
  void Add(const Field& writer, const Oneof& reader);

  // One a oneof in which fields meet that the writer may set together, in order of declaration:
  // "at most one of `a` and `b` is set".
  std::vector<std::string> Conditions() const;

 private:
  struct Arrivals {
    const Oneof* oneof;
    std::vector<const Field*> fields;
  };
  std::vector<Arrivals> arrivals_;
  std::map<const Oneof*, std::size_t> index_;
};

// Binary: which fields that the writer may set together with this one meet it, by their numbers, in
// a oneof of the reader.
Reading MeetByNumber(const Field& writer, const FieldIndex& writers, const FieldIndex& readers);

// Members of one oneof exclude each other; a field and any other don't.
bool MayMeet(const Field& a, const Field& b);

}  // namespace leyline
