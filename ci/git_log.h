// The event log under a ref of git, `log: git:refs/leyline/log`.
#pragma once

#include <memory>
#include <string>

#include "ci/event_log.h"
#include "git/ref_file.h"

namespace leyline {

// `label`: "git:refs/leyline/log of origin".
std::unique_ptr<EventStore> OpenGitLog(RefFile file, std::string label, MissingLog missing);

}  // namespace leyline
