// The corpus: the history of a large public tree of contracts, as a git repository or bundle that
// the environment variable LEYLINE_CORPUS names.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/process.h"
#include "git/git.h"
#include "tests/oracle/libprotobuf.h"

namespace leyline {

class Corpus {
 public:
  // Null, with the reason, when there is none.
  static std::unique_ptr<Corpus> Open(std::string& reason);

  // The tags to test: the newest, or all of them under LEYLINE_FULL=1.
  const std::vector<std::string>& tags() const { return tags_; }
  // All .proto files of a tag, without the folder `preview`, which declares the same names again.
  Sources Read(const std::string& tag);
  Git& git() { return git_; }

 private:
  explicit Corpus(std::string folder) : git_(process_, std::move(folder)) {}

  RealProcess process_;
  Git git_;
  std::vector<std::string> tags_;
};

// Sources that a file needs: itself and its imports, as far as the corpus has them.
Sources Closure(const Sources& all, const std::string& path);

// The value of an environment variable, or "".
std::string Environment(const char* name);

}  // namespace leyline

// Ends a test that needs the corpus when there is none, and says why.
#define LEYLINE_OPEN_CORPUS(corpus)                                     \
  std::string corpus##_reason;                                          \
  const std::unique_ptr<Corpus> corpus = Corpus::Open(corpus##_reason); \
  if (corpus == nullptr) GTEST_SKIP() << corpus##_reason
