#include "analyzer/witness/witness.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <google/protobuf/stubs/logging.h>

#include "analyzer/witness/exhibit.h"
#include "analyzer/witness/shown.h"
#include "analyzer/witness/slice.h"
#include "analyzer/witness/trial.h"
#include "base/parallel.h"

namespace leyline {
namespace witness {
namespace {

constexpr const char* kEndless =
    "no message of the type can be written: a required field holds itself";

// Whether some message of the slice has a required field that can't be set without an end.
bool HasEndless(const Slice& slice) {
  std::vector<const google::protobuf::Descriptor*> left = slice.Messages();
  const auto is_open = [&](const google::protobuf::Descriptor* message) {
    for (int i = 0; i < message->field_count(); ++i) {
      const google::protobuf::FieldDescriptor& field = *message->field(i);
      if (!field.is_required() || field.message_type() == nullptr) continue;
      if (std::find(left.begin(), left.end(), field.message_type()) != left.end()) return true;
    }
    return false;
  };
  // Those that hold only what can be set are struck out, until none is left or none can be.
  for (std::size_t size = left.size() + 1; left.size() < size;) {
    size = left.size();
    std::vector<const google::protobuf::Descriptor*> open;
    std::copy_if(left.begin(), left.end(), std::back_inserter(open), is_open);
    left = std::move(open);
  }
  return !left.empty();
}

// One change with what it is executed on, made when the first verdict needs it.
class Evidence {
 public:
  // Borrows both.
  Evidence(Change& change, Memory& memory) : change_(change), memory_(memory) {}

  // Adds one error for each verdict that is contradicted.
  void Run(Errors& errors) {
    for (Verdict& verdict : change_.verdicts) {
      if (verdict.level == Level::kCompatible || verdict.witness.has_value()) continue;
      verdict.witness = ShownFor(change_, verdict);
      if (!verdict.witness) verdict.witness = Execute(verdict, errors);
    }
  }

 private:
  Witness Execute(const Verdict& verdict, Errors& errors) {
    Prepare();
    if (!reason_.empty()) return Without(reason_);
    Found found = trial_->Find(verdict);
    if (found.exact) return std::move(*found.exact);
    const bool is_read = found.is_focus_read && IsOfNames(verdict);
    const bool has_other_edits =
        exhibit_.has_other_edits || (exhibit_.has_name_clash && verdict.surface == Surface::kJson);
    const bool is_partial = found.was_cut || exhibit_.partial != nullptr;
    const bool is_excused = is_partial || (has_other_edits && !is_read);
    // What is called loud must not be silent; but of a second value in text C++ refuses what the
    // others take.
    const bool is_as_loud = found.is_loud || verdict.surface == Surface::kText ||
                            !IsRefusal(verdict.effect, verdict.surface);
    if (found.other && is_as_loud) return std::move(*found.other);
    // A field without presence doesn't write zero.
    if (exhibit_.names_only_zero && verdict.surface == Surface::kText) {
      return Without("the enum names no value but zero, which such a field doesn't write by name");
    }
    if (exhibit_.is_always_default) {
      return Without("the enum has one number, which is also what is read where there is none");
    }
    if (!found.was_cut && exhibit_.partial != nullptr) return Without(exhibit_.partial);
    if (exhibit_.is_closed_in_some) {
      return Without("only runtimes that take the enum as open show it, and C++ does not");
    }
    if (HasEndless(*before_) || HasEndless(*after_)) return Without(kEndless);
    if (const char* reason = WhyNone(found, is_excused)) return Without(reason);
    errors.push_back(Contradiction(verdict, found));
    return Without("a bug in Leyline: execution contradicts the verdict");
  }

  // What is read under a name that is called unknown is no matter of another edit.
  static bool IsOfNames(const Verdict& verdict) { return verdict.effect == Effect::kNameUnknown; }

  static Witness Without(std::string reason) {
    Witness witness;
    witness.reason = std::move(reason);
    return witness;
  }

  // Null when a search without a result contradicts the verdict.
  static const char* WhyNone(const Found& found, bool is_excused) {
    if (found.tried == 0) return kEndless;
    if (found.was_cut) return "the messages are too large to be searched whole";
    if (is_excused) return "another difference of the two hides it";
    if (!found.had_value) return "the field has no value but its default";
    if (found.other) return nullptr;
    if (found.was_unset) return "only a required field that holds the value shows it";
    if (found.was_unreadable) return "the side that writes it refuses it itself";
    return nullptr;
  }

  Error Contradiction(const Verdict& verdict, const Found& found) const {
    const std::string seen =
        found.other ? fmt::format("`{}` is read as `{}`", found.other->written, found.other->read)
                    : fmt::format("all of {} messages survive", found.tried);
    return {.kind = ErrorKind::kInternal,
            .message = fmt::format(
                "execution contradicts the verdict {} {} {} {} of {} on `{}`: {}",
                NameOf(verdict.surface), NameOf(verdict.direction), NameOf(verdict.level),
                NameOf(verdict.effect), change_.change_type, change_.element, seen),
            .where = change_.after.has_value() ? change_.after : change_.before,
            .fix = "report it with both versions of the contract; it is a bug in Leyline"};
  }

  void Prepare() {
    if (is_prepared_) return;
    is_prepared_ = true;
    exhibit_ = ExhibitOf(change_, memory_);
    reason_ = exhibit_.reason;
    if (!reason_.empty()) return;
    before_ = Slice::Build(exhibit_.before, *exhibit_.enums, reason_);
    if (before_ != nullptr) after_ = Slice::Build(exhibit_.after, *exhibit_.enums, reason_);
    if (before_ == nullptr || after_ == nullptr) return;
    trial_ = std::make_unique<Trial>(exhibit_, *before_, *after_);
    change_.before_source = before_->Source();
    change_.after_source = after_->Source();
  }

  Change& change_;
  Memory& memory_;
  bool is_prepared_ = false;
  std::string reason_;
  Exhibit exhibit_;
  std::unique_ptr<Slice> before_;
  std::unique_ptr<Slice> after_;
  std::unique_ptr<Trial> trial_;
};

}  // namespace
}  // namespace witness

Status AddWitnesses(std::span<Change> changes, int threads) {
  // Refused data is the point here; the library would print a line for each.
  const google::protobuf::LogSilencer quiet;
  std::vector<Errors> errors(changes.size());
  witness::Memory memory;
  ParallelFor(
      changes.size(), threads,
      [&](std::size_t i) { witness::Evidence(changes[i], memory).Run(errors[i]); }, Job::kLong);
  Errors all;
  for (Errors& some : errors) {
    all.insert(all.end(), std::make_move_iterator(some.begin()),
               std::make_move_iterator(some.end()));
  }
  if (all.empty()) return {};
  return Fail(std::move(all));
}

}  // namespace leyline
