// A file that has a ref of its own, which no branch and no pull request touches. Written by compare
// and swap, so that clones on different machines can share it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/process.h"
#include "base/result.h"

namespace leyline {

class RefFile {
 public:
  // `process` must outlive this. `remote`: "origin"; empty: the ref is in this repository.
  RefFile(Process& process, std::string folder, std::string remote, std::string ref);

  struct Version {
    std::string commit;  // empty: there is no such ref yet
    std::string content;
  };
  // As it is now, wherever the ref is.
  Result<Version> Read();

  // What came of a Write: kBusy is a ref that did not move and was held by somebody, kRefused one
  // that this run may not write.
  enum class Outcome : uint8_t { kWritten, kMoved, kBusy, kRefused };
  // Makes `content` the next version if the ref is still at `seen`; then `seen` is that version.
  Result<Outcome> Write(Version& seen, std::string content);
  // Of the last Write that was not kWritten: what git said.
  Error why() const { return why_; }

 private:
  Result<Exit> Run(std::vector<std::string> arguments, std::string input = "");
  // The output without its last line end.
  Result<std::string> RunForText(std::vector<std::string> arguments, std::string input = "");
  // The commit that the ref is at; empty when there is none.
  Result<std::string> Tip();
  Result<std::string> Commit(const std::string& parent, std::string content);
  Error Failed(std::string_view verb, std::string_view complaint) const;

  Process& process_;
  std::string folder_;
  std::string remote_;
  std::string ref_;
  Error why_;
};

// The name of a remote of this repository: origin, else the only one; empty where there is none.
Result<std::string> RemoteOf(Process& process, const std::string& folder);

}  // namespace leyline
