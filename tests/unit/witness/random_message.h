// Messages at random, of any type of a pool: whatever a correct program can build and ProtoJSON can
// hold.
#pragma once

#include <cstdint>
#include <random>

#include <google/protobuf/message.h>

namespace leyline {

class RandomMessage {
 public:
  explicit RandomMessage(uint64_t seed) : random_(seed) {}

  // Without what json_util (3.21) gets wrong: it reads -0 as 0, and prints a wrapper of the default
  // in an Any without its `value`.
  RandomMessage& ForJsonUtil() {
    for_json_util_ = true;
    return *this;
  }

  // Sets about half of the fields and extensions, at most `depth` messages deep.
  void Fill(google::protobuf::Message& message, int depth);

 private:
  using Message = google::protobuf::Message;
  using FieldDescriptor = google::protobuf::FieldDescriptor;

  uint64_t Below(uint64_t bound) { return random_() % bound; }
  bool Chance(uint64_t one_in) { return Below(one_in) == 0; }

  bool FillKnownType(Message& message, int depth);
  void FillAny(Message& message, int depth);
  void FillValue(Message& message, int depth);
  void FillField(Message& message, const FieldDescriptor& field, int depth);
  void FillMap(Message& message, const FieldDescriptor& field, int depth);
  void Put(Message& message, const FieldDescriptor& field, int depth);
  void PutKey(Message& entry, const FieldDescriptor& key, uint64_t which);

  uint64_t Integer();
  double Real();
  float SmallReal();
  int EnumNumber(const FieldDescriptor& field);
  std::string Text();
  std::string Bytes();

  std::mt19937_64 random_;
  bool for_json_util_ = false;
};

// With maps in the order of their keys.
std::string DeterministicEncoding(const google::protobuf::Message& message);

}  // namespace leyline
