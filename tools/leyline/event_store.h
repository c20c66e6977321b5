// Which event log a repository uses.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "ci/event_log.h"
#include "config/leyline_yaml.h"
#include "git/git.h"

namespace leyline {

struct OpenedLog {
  std::unique_ptr<EventStore> store;
  std::string note;  // for people: "event log local to this clone: .git/leyline"
};

// `log:` of leyline.yaml; without it a folder under the git directory. A configured log must exist.
Result<OpenedLog> OpenLog(Git& git, const Config& config);

}  // namespace leyline
