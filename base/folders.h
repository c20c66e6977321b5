// The seam to whole folders on the disk.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace leyline {

struct NamedFile {
  std::string path;  // relative, with '/'
  std::string_view content;
};

class Folders {
 public:
  virtual ~Folders() = default;

  // Makes `folder` hold exactly `files`, in one step: whoever looks, also after a run that was
  // killed at any moment, sees the old folder or the new one. Runs for the same parent folder wait
  // for each other, and remove what killed ones left. Errors are of kOutput.
  virtual Status Replace(const std::string& folder, const std::vector<NamedFile>& files) = 0;

  // Keeps a file for later runs, best effort: it may be lost with the machine's power, and a reader
  // must be able to tell whether it is whole. Never seen in part by other processes.
  virtual void Keep(const std::string& path, std::string_view content) = 0;

  // A new folder of this run's own, below `parent`, which is made where it is missing.
  virtual Result<std::string> MakeScratch(const std::string& parent) = 0;
  virtual void Remove(const std::string& folder) = 0;
};

class RealFolders final : public Folders {
 public:
  Status Replace(const std::string& folder, const std::vector<NamedFile>& files) override;
  void Keep(const std::string& path, std::string_view content) override;
  Result<std::string> MakeScratch(const std::string& parent) override;
  void Remove(const std::string& folder) override;
};

}  // namespace leyline
