// How each effect looks in what was written and what was read.
#include <algorithm>
#include <cmath>

#include "analyzer/witness/observe.h"

namespace leyline::witness {
namespace {

uint64_t BitsOf(const Atom& atom) { return atom.negative ? ~atom.magnitude + 1 : atom.magnitude; }

bool AreIntegers(const Atom& a, const Atom& b) {
  return a.kind == Atom::Kind::kInteger && b.kind == Atom::Kind::kInteger;
}

bool SameLow32(const Atom& a, const Atom& b) {
  return AreIntegers(a, b) && static_cast<uint32_t>(BitsOf(a)) == static_cast<uint32_t>(BitsOf(b));
}

bool Fits32(const Atom& atom) {
  return atom.magnitude <= 0xFFFFFFFF && (!atom.negative || atom.magnitude <= 0x80000000);
}

bool IsTruncated(const Atom& written, const Atom& read) {
  return SameLow32(written, read) && !SameAtom(written, read) && !Fits32(written);
}

bool IsSignFlipped(const Atom& written, const Atom& read) {
  return SameLow32(written, read) && written.negative != read.negative;
}

bool IsCollapsed(const Atom& written, const Atom& read) {
  return AreIntegers(written, read) && read.magnitude == 1 && !SameAtom(written, read);
}

bool IsRounded(const Atom& written, const Atom& read) {
  return !SameAtom(written, read) &&
         (written.kind == Atom::Kind::kReal || read.kind == Atom::Kind::kReal);
}

bool Any(const Observation& seen, bool (*is)(const Atom&, const Atom&)) {
  const std::size_t size = std::min(seen.written.size(), seen.read.size());
  for (std::size_t i = 0; i < size; ++i) {
    if (is(seen.written[i], seen.read[i])) return true;
  }
  return false;
}

bool AreReadAtAll(const Observation& seen) { return !IsTrivial(seen.read); }

bool IsPartOfList(const Observation& seen) {
  return seen.written.size() >= 2 && seen.read.size() < seen.written.size();
}

}  // namespace

bool Shows(Effect effect, const Observation& seen) {
  const bool differs = !seen.is_invalid_text && !seen.is_other_meaning && seen.writer != nullptr;
  switch (effect) {
    case Effect::kTruncated:
      return differs && Any(seen, IsTruncated);
    case Effect::kSignFlipped:
      return differs && Any(seen, IsSignFlipped);
    case Effect::kCollapsedToBool:
      return differs && Any(seen, IsCollapsed);
    case Effect::kRounded:
      return differs && Any(seen, IsRounded);
    case Effect::kZigZagMisread:
    case Effect::kBitsReinterpreted:
      return differs && AreReadAtAll(seen) && seen.read.size() == seen.written.size();
    case Effect::kMisread:
      return seen.writer == nullptr || seen.is_invalid_text || seen.is_other_meaning ||
             AreReadAtAll(seen);
    case Effect::kLostToUnknown:
      return differs && seen.is_written && !AreReadAtAll(seen);
    case Effect::kUnrecognisedEnum:
      return differs && seen.is_written && seen.read.size() <= seen.written.size();
    case Effect::kDefaultChanged:
      return seen.writer != nullptr && !seen.is_invalid_text && !seen.is_written && !seen.is_read;
    case Effect::kLastElementWins:
      return differs && IsPartOfList(seen) && seen.read.size() == 1 &&
             SameAtom(seen.read.back(), seen.written.back());
    case Effect::kElementsMerged:
      return differs && IsPartOfList(seen) && seen.read.size() == 1;
    case Effect::kEntriesCollide:
      return differs && IsPartOfList(seen);
    case Effect::kOtherMemberCleared:
      return differs && seen.is_written && !seen.is_read;
    default:
      return false;  // the message is refused
  }
}

}  // namespace leyline::witness
