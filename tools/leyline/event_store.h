// Which event log a repository uses.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "ci/event_log.h"
#include "config/leyline_yaml.h"
#include "git/git.h"
#include "tools/leyline/command.h"

namespace leyline {

struct OpenedLog {
  std::unique_ptr<EventStore> store;
  std::string note;  // for people: "event log local to this clone: .git/leyline"
};

// `log:` of leyline.yaml; without it a folder under the git directory, where the log makes itself.
// A configured one must be there, so that a lost one is noticed: only `audit init` makes it.
Result<OpenedLog> OpenLog(World& world, Git& git, const Config& config,
                          MissingLog configured = MissingLog::kIsError);

}  // namespace leyline
