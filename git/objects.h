// The objects of a repository, from `git cat-file --batch` processes that are kept and asked again.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/process.h"
#include "base/result.h"

namespace leyline {

struct GitObject {
  std::string id;      // empty: there is no such object
  std::string type;    // "blob", "tree", "commit", "tag"
  std::string bytes;   // its content
  std::string answer;  // git's own line about it
};

// Safe for several threads: each talks to a process of its own.
class GitObjects {
 public:
  // `process` must outlive this. `command`: starts such a process.
  GitObjects(Process& process, Command command) : process_(process), command_(std::move(command)) {}

  // What `names` name, in their order; a name is anything that git takes for one. LG9001, with what
  // git says, where it gives up. Of each the first `limit` bytes: the rest is not kept.
  Result<std::vector<GitObject>> Read(const std::vector<std::string>& names,
                                      std::size_t limit = SIZE_MAX);

 private:
  Result<std::unique_ptr<Dialogue>> Borrow();
  void Return(std::unique_ptr<Dialogue> dialogue);

  Process& process_;
  Command command_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Dialogue>> idle_;
};

}  // namespace leyline
