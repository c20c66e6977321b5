// Programs that run in another folder than this one.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "base/process.h"

namespace leyline {

class ProcessIn final : public Process {
 public:
  // `process` must outlive this. A command that names a folder keeps it.
  ProcessIn(Process& process, std::string folder) : process_(process), folder_(std::move(folder)) {}

  Result<Exit> Run(const Command& command) override { return process_.Run(There(command)); }
  Result<std::unique_ptr<Dialogue>> Start(const Command& command) override {
    return process_.Start(There(command));
  }

 private:
  Command There(Command command) const {
    if (command.folder.empty()) command.folder = folder_;
    return command;
  }

  Process& process_;
  std::string folder_;
};

}  // namespace leyline
