// The example platform of examples/esper as a repository, and the gate on its branches.
#pragma once

#include <string>
#include <vector>

#include "tests/e2e/shell.h"

namespace leyline {

class Platform : public Shell {
 protected:
  Platform() {
    Sh(LEYLINE_SOURCE_DIR "/tests/e2e/copy-platform $(dirname " LEYLINE_BINARY ") " + folder_ +
       "/esper");
    Cd("esper");
  }

  Exit Gate(const std::string& branch, const std::string& change_request) {
    Sh("git switch -q " + branch);
    return Leyline({"gate", "--against", "main"}, {"LEYLINE_CHANGE_REQUEST=" + change_request});
  }

  // Writes and commits a proposal for all that the gate refuses on this branch, and a decision, as
  // people would by hand: from what the gate says.
  void Approve(const std::string& id, const std::string& approvers) {
    const std::vector<std::string> gate = {"gate", "--against", "main"};
    const std::string entries = Sh(LEYLINE_BINARY R"( gate --against main --format json \
        2>/dev/null | /usr/bin/python3 -c '
import json, sys
gate = json.load(sys.stdin)
asked = {one["change_digest"] for one in gate["requirements"] if one["code"] == "LG5001"}
for change in gate["changes"]:
    if change["digest"] in asked:
        print("  - {change_type: %s, contract_name: \"%s\", element: \"%s\", digest: \"%s\"}" % (
            change["change_type"], change["contract"], change["element"], change["digest"]))')");
    Write("governance/proposals/" + id + ".yaml",
          "proposal_id: " + id +
              "\nproposer: training-team\nsubmitted_at: \"2025-01-13T09:00:00Z\"\n"
              "target_ref: refs/heads/main\nchanges:\n" +
              entries +
              "description: The platform needs this change, as was agreed in January.\n"
              "protobuf_diff: auto\nrisk_level: CRITICAL\n"
              "affected_subsystems: [nissa, oona, tamiyo, tolaria, urza, karn, leyline]\n");
    Sh("git add -A && git commit -qm 'Propose " + id + "'");
    const std::vector<std::string> lines = Between(Leyline(gate).out, "`proposal_digest: ", "`");
    ASSERT_FALSE(lines.empty());
    Write("governance/decisions/" + id + ".yaml",
          "proposal_id: " + id + "\nproposal_digest: " + lines[0] +
              "\ndecision: APPROVED\napprovers: [" + approvers +
              "]\ndecided_at: \"2025-01-14T09:00:00Z\"\n"
              "implementation_deadline: \"2999-01-01T00:00:00Z\"\n"
              "rollback_plan: Go back to the tag before this merge.\n"
              "decision_rationale: It was agreed by all teams.\n");
    Sh("git add -A && git commit -qm 'Decide " + id + "'");
  }

 private:
  // All that stands between `open` and `close`.
  static std::vector<std::string> Between(const std::string& text, const std::string& open,
                                          const std::string& close) {
    std::vector<std::string> found;
    std::size_t at = text.find(open);
    while (at != std::string::npos) {
      at += open.size();
      found.push_back(text.substr(at, text.find(close, at) - at));
      at = text.find(open, at);
    }
    return found;
  }
};

}  // namespace leyline
