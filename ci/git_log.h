// The event log under a ref of git, `log: git:refs/leyline/log`.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "ci/event_log.h"
#include "git/ref_file.h"

namespace leyline {

// Pauses after so many tries that others won; longer with each, and by chance, else those who lost
// together would lose together again.
using WaitForOthers = std::function<void(int tries)>;

// `label`: "git:refs/leyline/log of origin".
std::unique_ptr<EventStore> OpenGitLog(RefFile file, std::string label, MissingLog missing,
                                       WaitForOthers wait);

}  // namespace leyline
