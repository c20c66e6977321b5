#include "tools/leyline/exit_code.h"

#include <algorithm>
#include <array>

namespace leyline {
namespace {

// Gravest first. An input that can't be compiled outranks a wrong configuration: fix it first.
struct Rank {
  ErrorKind kind;
  ExitCode code;
};
constexpr std::array<Rank, 6> kRanks = {{{ErrorKind::kInternal, ExitCode::kBug},
                                         {ErrorKind::kInput, ExitCode::kInput},
                                         {ErrorKind::kUsage, ExitCode::kUsage},
                                         {ErrorKind::kConfig, ExitCode::kUsage},
                                         {ErrorKind::kStore, ExitCode::kStore},
                                         {ErrorKind::kOutput, ExitCode::kOutput}}};

}  // namespace

ExitCode CodeOf(const Errors& errors) {
  for (const Rank& rank : kRanks) {
    const auto is_kind = [&](const Error& error) { return error.kind == rank.kind; };
    if (std::any_of(errors.begin(), errors.end(), is_kind)) return rank.code;
  }
  return ExitCode::kBug;
}

}  // namespace leyline
