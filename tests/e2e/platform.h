// The example platform of examples/esper as a repository, and the gate on its branches.
#pragma once

#include <string>
#include <vector>

#include "tests/e2e/shell.h"

namespace leyline {

class Platform : public Shell {
 protected:
  Platform() {
    Sh(std::string(LEYLINE_SOURCE_DIR) + "/examples/esper/make-repository " + folder_ + "/esper");
    Cd("esper");
  }

  Exit Gate(const std::string& branch, const std::string& change_request) {
    Sh("git switch -q " + branch);
    return Leyline({"gate", "--against", "main"}, {"LEYLINE_CHANGE_REQUEST=" + change_request});
  }
};

}  // namespace leyline
