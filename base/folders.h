// The seam to whole folders on the disk.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace leyline {

// A folder on its way to its new content. What was not put is taken back. Paths are relative, with
// '/'. Of one folder several threads may keep and write different files at a time.
class NewFolder {
 public:
  virtual ~NewFolder() = default;

  // Takes a file of the old folder over, the file itself with its time, if its content has this
  // digest (DigestText). False: it has not, or the file is shared with other places.
  virtual bool Keep(const std::string& path, std::string_view digest) = 0;
  // In the place of what was kept under that path.
  virtual Status Write(const std::string& path, std::string_view content) = 0;

  // The new folder in the place of the old one, in one step: whoever looks, also after a run that
  // was killed at any moment, sees the old folder or the new one.
  virtual Status Put() = 0;
};

// A folder of one run's own, gone with this object; the next run removes that of a killed one.
class ScratchFolder {
 public:
  virtual ~ScratchFolder() = default;
  // The path of a new folder in it.
  virtual Result<std::string> Add() = 0;
};

class Folders {
 public:
  virtual ~Folders() = default;

  // Runs for the same parent folder wait for each other, and remove what killed ones left. Errors
  // are of kOutput.
  virtual Result<std::unique_ptr<NewFolder>> Renew(const std::string& folder) = 0;

  // Keeps a file for later runs, best effort: it may be lost with the machine's power, and a reader
  // must be able to tell whether it is whole. Never seen in part by other processes.
  virtual void Keep(const std::string& path, std::string_view content) = 0;

  // With all in it, best effort: of what this very run made.
  virtual void Remove(const std::string& folder) = 0;

  // Below `parent`, which is made where it is missing.
  virtual Result<std::unique_ptr<ScratchFolder>> MakeScratch(const std::string& parent) = 0;
};

class RealFolders final : public Folders {
 public:
  Result<std::unique_ptr<NewFolder>> Renew(const std::string& folder) override;
  void Keep(const std::string& path, std::string_view content) override;
  void Remove(const std::string& folder) override;
  Result<std::unique_ptr<ScratchFolder>> MakeScratch(const std::string& parent) override;
};

}  // namespace leyline
