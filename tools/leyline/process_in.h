// Programs that run in another folder than this one.
#pragma once

#include <string>
#include <utility>

#include "base/process.h"

namespace leyline {

class ProcessIn final : public Process {
 public:
  // `process` must outlive this. A command that names a folder keeps it.
  ProcessIn(Process& process, std::string folder) : process_(process), folder_(std::move(folder)) {}

  Result<Exit> Run(const Command& command) override {
    Command there = command;
    if (there.folder.empty()) there.folder = folder_;
    return process_.Run(there);
  }

 private:
  Process& process_;
  std::string folder_;
};

}  // namespace leyline
