#include "analyzer/witness/witness.h"

#include <algorithm>
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

// One change with what it is executed on, made when the first verdict needs it.
class Evidence {
 public:
  explicit Evidence(Change& change) : change_(change) {}

  // Adds one error for each verdict that is contradicted.
  void Run(Errors& errors) {
    for (Verdict& verdict : change_.verdicts) {
      if (verdict.level == Level::kCompatible) continue;
      verdict.witness = ShownFor(change_, verdict);
      if (!verdict.witness) verdict.witness = Execute(verdict, errors);
    }
  }

 private:
  Witness Execute(const Verdict& verdict, Errors& errors) {
    Prepare();
    Witness none;
    none.reason = reason_;
    if (!reason_.empty()) return none;
    if (std::optional<Witness> found = trial_->Find(verdict)) return std::move(*found);
    if (exhibit_.is_partial) {
      none.reason = "the messages are too large to be searched whole";
      return none;
    }
    none.reason = "a bug in Leyline: execution contradicts the verdict";
    errors.push_back(
        {.kind = ErrorKind::kInternal,
         .message = fmt::format(
             "execution contradicts the verdict {} {} {} {} of {} on `{}`: all of {} messages "
             "survive",
             NameOf(verdict.surface), NameOf(verdict.direction), NameOf(verdict.level),
             NameOf(verdict.effect), change_.change_type, change_.element, trial_->tried()),
         .where = change_.after.has_value() ? change_.after : change_.before,
         .fix = "report it with both versions of the contract; it is a bug in Leyline"});
    return none;
  }

  void Prepare() {
    if (is_prepared_) return;
    is_prepared_ = true;
    exhibit_ = ExhibitOf(change_);
    reason_ = exhibit_.reason;
    if (!reason_.empty()) return;
    before_ = Slice::Build(exhibit_.before, reason_);
    if (before_ != nullptr) after_ = Slice::Build(exhibit_.after, reason_);
    if (before_ == nullptr || after_ == nullptr) return;
    trial_ = std::make_unique<Trial>(exhibit_, *before_, *after_);
    change_.before_source = before_->Source();
    change_.after_source = after_->Source();
  }

  Change& change_;
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
  ParallelFor(changes.size(), threads,
              [&](std::size_t i) { witness::Evidence(changes[i]).Run(errors[i]); });
  Errors all;
  for (Errors& some : errors) {
    all.insert(all.end(), std::make_move_iterator(some.begin()),
               std::make_move_iterator(some.end()));
  }
  if (all.empty()) return {};
  return Fail(std::move(all));
}

}  // namespace leyline
