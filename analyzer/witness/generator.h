// Generator: values of the fields of a slice, those first at which readers differ.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "analyzer/witness/atoms.h"
#include "analyzer/witness/candidates.h"

namespace leyline::witness {

// Bounds on the work; what is beyond them differs from what is tried in size only.
inline constexpr std::size_t kListAtoms = 4;  // that lists are made of
inline constexpr std::size_t kMapAtoms = 24;  // that pairs of entries are made of
inline constexpr int kDepth = 7;

// Borrows both.
class Generator {
 public:
  // Returns true when no more are wanted.
  using Visit = std::function<bool(const Atom&)>;

  Generator(const Slice& slice, const Aim& aim) : slice_(slice), aim_(aim) {}

  // Values of one element of the field, made as they are asked for. True when `visit` was.
  bool ForEachAtom(const google::protobuf::FieldDescriptor& field, int depth,
                   const Visit& visit) const;

  bool was_cut() const { return was_cut_; }

  bool IsVaried(const google::protobuf::FieldDescriptor& field) const;

  // What lists are made of: of an enum also the numbers that matter and one that it doesn't
  // declare.
  std::vector<Atom> ListAtoms(const google::protobuf::FieldDescriptor& field,
                              std::size_t most) const;

  // What a list of integers holds besides: another side may take them for numbers of an enum, and
  // keep those that it declares before the others.
  std::vector<Atom> EnumLikeAtoms(const google::protobuf::FieldDescriptor& field) const;

  void FillRequired(google::protobuf::Message& message, int depth) const;

  // The first that every surface has a form for.
  void PutWritable(google::protobuf::Message& message,
                   const google::protobuf::FieldDescriptor& field, int depth) const;

  // The first that isn't the default, else the first.
  void PutFirst(google::protobuf::Message& message, const google::protobuf::FieldDescriptor& field,
                int depth) const;

 private:
  // Of types that have values without a form in JSON, one that has: an Any of a type that nobody
  // knows has none, nor has a Value that holds nothing.
  std::optional<Atom> Presentable(const google::protobuf::FieldDescriptor& field) const;

  // Where it may be another one than that of the type.
  std::optional<Atom> DeclaredDefault(const google::protobuf::FieldDescriptor& field) const;

  static int32_t NumberOf(const Atom& atom);

  static bool IsUndeclared(const google::protobuf::FieldDescriptor& field, const Atom& atom);

  bool IsAimedAt(bool is_enum, const Atom& atom) const;

  bool IsHidden(const Atom& atom) const;

  // The numbers that matter first, where the writer may write them.
  bool VisitNumbers(const google::protobuf::FieldDescriptor& field, const Visit& visit) const;

  // What another side reads as a number that matters once it is cut to 32 bits.
  bool VisitCutNumbers(const google::protobuf::FieldDescriptor& field, const Visit& visit) const;

  bool ForEachMessage(const google::protobuf::Descriptor& type, int depth,
                      const Visit& visit) const;

  // JSON has no form for an Any of a type that nobody knows.
  std::unique_ptr<google::protobuf::Message> AnyOfHost(
      const google::protobuf::Descriptor& type) const;

  template <class Add>
  bool VisitSingles(const google::protobuf::Descriptor& type, int depth, const Add& add) const;

  template <class Add>
  bool VisitPairs(const google::protobuf::Descriptor& type, int depth, const Add& add) const;

  template <class Add>
  bool VisitLists(const google::protobuf::Descriptor& type,
                  const google::protobuf::FieldDescriptor& field, int depth, const Add& add) const;

  template <class Add>
  bool VisitTwoEntries(const google::protobuf::Descriptor& type,
                       const google::protobuf::FieldDescriptor& field, int depth,
                       const Add& add) const;

  std::optional<Atom> First(const google::protobuf::FieldDescriptor& field, int depth) const;

  // Every key with a simple value, and every value with a simple key.
  bool ForEachEntry(const google::protobuf::FieldDescriptor& field, int depth,
                    const Visit& visit) const;

  const Slice& slice_;
  const Aim& aim_;
  mutable bool was_cut_ = false;
};

}  // namespace leyline::witness
