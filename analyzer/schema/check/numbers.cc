#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "analyzer/schema/check/rules.h"

namespace leyline {
namespace {

constexpr int32_t kMostNumber = 536'870'911;       // 29 bits: a tag is number and wire type
constexpr int32_t kMostInMessageSet = 2147483646;  // the number is a value there, not a tag
constexpr int32_t kFirstOfImplementation = 19000;
constexpr int32_t kLastOfImplementation = 19999;

int32_t MostNumber(const Message* message) {
  return message != nullptr && message->message_set ? kMostInMessageSet : kMostNumber;
}

// A stretch of numbers that a message or an enum gives away, fields apart.
struct Stretch {
  int32_t first = 0;
  int32_t last = 0;
  Offset pos = kNoOffset;
  bool is_extension = false;

  std::string_view word() const { return is_extension ? "extension range" : "reserved range"; }
  std::string text() const {
    return first == last ? fmt::format("{}", first) : fmt::format("{} to {}", first, last);
  }
};

using Stretches = std::vector<Stretch>;

// Sorted by number; what is the wrong way round is reported and left out.
class StretchCheck {
 public:
  StretchCheck(const File& file, std::string_view owner, Problems& problems)
      : file_(file), owner_(owner), problems_(problems) {}

  void Add(const Stretch& stretch) {
    if (stretch.last < stretch.first) {
      problems_.Add(file_, stretch.pos,
                    fmt::format("{} {} of `{}` ends before it starts", stretch.word(),
                                stretch.text(), owner_),
                    fmt::format("write {} to {}", stretch.last, stretch.first));
      return;
    }
    stretches_.push_back(stretch);
  }

  const Stretches& Finish() {
    std::stable_sort(stretches_.begin(), stretches_.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first < b.first : a.pos < b.pos;
    });
    for (std::size_t i = 1; i < stretches_.size(); ++i) CheckOverlap(i);
    return stretches_;
  }

 private:
  void CheckOverlap(std::size_t i) {
    if (stretches_[widest_].last < stretches_[i - 1].last) widest_ = i - 1;
    const Stretch* early = &stretches_[widest_];
    const Stretch* late = &stretches_[i];
    if (late->first > early->last) return;
    if (late->pos < early->pos) std::swap(early, late);
    problems_.AddPair(file_, late->pos,
                      fmt::format("{} {} of `{}` overlaps {} {} at", late->word(), late->text(),
                                  owner_, early->word(), early->text()),
                      file_, early->pos);
  }

  const File& file_;
  const std::string_view owner_;
  Problems& problems_;
  Stretches stretches_;
  std::size_t widest_ = 0;  // of those before the one looked at, the one that ends last
};

// The stretch that holds a number, or null. Stretches that overlap are reported; any will do.
const Stretch* Holding(const Stretches& stretches, int32_t number) {
  const auto next = std::upper_bound(
      stretches.begin(), stretches.end(), number,
      [](int32_t wanted, const Stretch& stretch) { return wanted < stretch.first; });
  if (next == stretches.begin() || number > (next - 1)->last) return nullptr;
  return &*(next - 1);
}

void CheckStretchBounds(const Message& message, const Stretch& stretch, Problems& problems) {
  const int32_t most = stretch.is_extension ? MostNumber(&message) : kMostInMessageSet;
  if (stretch.first >= 1 && stretch.last <= most) return;
  problems.Add(*message.file, stretch.pos,
               fmt::format("{} {} of `{}` leaves the numbers of fields; expected 1 to {}",
                           stretch.word(), stretch.text(), message.full_name, most));
}

Stretches StretchesOf(const Message& message, Problems& problems) {
  if (message.extension_ranges.empty() && message.reserved_ranges.empty()) return {};
  StretchCheck check(*message.file, message.full_name, problems);
  const auto add = [&](const Stretch& stretch) {
    CheckStretchBounds(message, stretch, problems);
    check.Add(stretch);
  };
  for (const ExtensionRange& range : message.extension_ranges) {
    add({range.first, range.last, range.pos, true});
  }
  for (const Range& range : message.reserved_ranges)
    add({range.first, range.last, range.pos, false});
  return check.Finish();
}

void CheckDuplicates(const Message& message, Problems& problems) {
  const bool ascending =
      std::is_sorted(message.fields.begin(), message.fields.end(),
                     [](const Field& a, const Field& b) { return a.number <= b.number; });
  if (ascending) return;
  std::unordered_map<int32_t, const Field*> seen;
  seen.reserve(message.fields.size());
  for (const Field& field : message.fields) {
    const auto [first, is_new] = seen.try_emplace(field.number, &field);
    if (is_new) continue;
    problems.AddPair(*message.file, field.number_pos,
                     fmt::format("{} has number {}, which `{}` has at", Describe(field),
                                 field.number, first->second->name),
                     *message.file, first->second->number_pos, "give it a number of its own");
  }
}

void CheckAgainst(const Stretches& stretches, const Field& field, Problems& problems) {
  const Stretch* stretch = Holding(stretches, field.number);
  if (stretch == nullptr) return;
  problems.AddPair(*field.file, field.number_pos,
                   fmt::format("{} has number {}, which is in {} {} at", Describe(field),
                               field.number, stretch->word(), stretch->text()),
                   *field.file, stretch->pos, "give it another number");
}

using NamePlaces = std::unordered_map<std::string_view, Offset>;

NamePlaces ReservedNamesOf(const File& file, std::string_view owner,
                           std::span<const ReservedName> names, Problems& problems) {
  NamePlaces places;
  for (const ReservedName& name : names) {
    const auto [first, is_new] = places.try_emplace(name.name, name.pos);
    if (is_new) continue;
    problems.AddPair(file, name.pos,
                     fmt::format("name `{}` is reserved in `{}` already at", name.name, owner),
                     file, first->second, "remove one of them");
  }
  return places;
}

}  // namespace

void CheckFieldNumber(const Field& field, Problems& problems) {
  const int32_t most = MostNumber(field.is_extension ? field.extendee : nullptr);
  if (field.number < 1 || field.number > most) {
    problems.Add(
        *field.file, field.number_pos,
        fmt::format("{} has number {}; expected 1 to {}", Describe(field), field.number, most));
  } else if (field.number >= kFirstOfImplementation && field.number <= kLastOfImplementation) {
    problems.Add(
        *field.file, field.number_pos,
        fmt::format("{} has number {}; {} to {} belong to implementations of protobuf",
                    Describe(field), field.number, kFirstOfImplementation, kLastOfImplementation));
  }
}

void CheckNumbers(const Message& message, Problems& problems) {
  CheckDuplicates(message, problems);
  const Stretches stretches = StretchesOf(message, problems);
  if (!stretches.empty()) {
    for (const Field& field : message.fields) CheckAgainst(stretches, field, problems);
  }
  if (message.reserved_names.empty()) return;
  const NamePlaces reserved =
      ReservedNamesOf(*message.file, message.full_name, message.reserved_names, problems);
  for (const Field& field : message.fields) {
    const auto found = reserved.find(field.name);
    if (found == reserved.end()) continue;
    problems.AddPair(*message.file, field.name_pos,
                     fmt::format("{} has a name that is reserved at", Describe(field)),
                     *message.file, found->second, "give it another name");
  }
}

void CheckReserved(const Enum& enumeration, Problems& problems) {
  if (enumeration.reserved_ranges.empty() && enumeration.reserved_names.empty()) return;
  const File& file = *enumeration.file;
  StretchCheck check(file, enumeration.full_name, problems);
  for (const Range& range : enumeration.reserved_ranges) {
    check.Add({range.first, range.last, range.pos, false});
  }
  const Stretches& stretches = check.Finish();
  const NamePlaces names =
      ReservedNamesOf(file, enumeration.full_name, enumeration.reserved_names, problems);
  for (const EnumValue& value : enumeration.values) {
    if (const Stretch* stretch = Holding(stretches, value.number)) {
      problems.AddPair(
          file, value.number_pos,
          fmt::format("enum value `{}` has number {}, which is in reserved range {} at",
                      FullName(value), value.number, stretch->text()),
          file, stretch->pos, "give it another number");
    }
    const auto found = names.find(value.name);
    if (found == names.end()) continue;
    problems.AddPair(file, value.pos,
                     fmt::format("enum value `{}` has a name that is reserved at", FullName(value)),
                     file, found->second, "give it another name");
  }
}

}  // namespace leyline
