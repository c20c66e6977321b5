// What `leyline doctor` looks at, and what it found.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/folders.h"
#include "tools/leyline/command.h"
#include "tools/leyline/repository.h"
#include "tools/leyline/rules_in_force.h"

namespace leyline {

// kLook: works, and may not be what is wanted. kBad: has an exit code.
enum class Health : uint8_t { kWell, kLook, kBad };

struct Diagnosis {
  Health health = Health::kWell;
  ExitCode code = ExitCode::kPass;  // of kBad
  std::string subject;              // "clone", "policy"
  std::string message;
  std::string fix = {};
};

class Diagnoses {
 public:
  void Well(std::string_view subject, std::string message);
  void Look(std::string_view subject, std::string message, std::string fix);
  void Bad(ExitCode code, std::string_view subject, std::string message, std::string fix);
  // An error with its place and fix, a kBad each.
  void Bad(std::string_view subject, const Errors& errors);

  const std::vector<Diagnosis>& list() const { return list_; }
  // Of the gravest; kPass when nothing is bad.
  ExitCode code() const;

 private:
  std::vector<Diagnosis> list_;
};

// The repository as the gate would see it, as far as it could be read.
struct Patient {
  Git& git;
  Merge merge;
  std::string governed;  // the commit that has the policy: the base, else HEAD
  Rules rules;
};

// Whether the people there are can meet the policy, today, and whether it asks for anything.
void ExaminePolicy(const Patient& patient, Time now, Diagnoses& found);

// Contracts in no root, that do not compile, or that no subsystem claims.
void ExamineContracts(World& world, const Patient& patient, Diagnoses& found);

// Jobs of GitHub Actions and GitLab CI that run the gate so that it can be passed over.
void ExamineJobs(World& world, const std::string& top, Diagnoses& found);

// Takes a contract out in a throwaway copy and runs the gate there, which must refuse.
void TryBreak(World& world, Folders& folders, const Patient& patient, Diagnoses& found);

Subcommand DoctorCommand(Folders& folders);

}  // namespace leyline
