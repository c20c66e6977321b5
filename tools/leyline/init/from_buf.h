// What buf's configuration says, in words of leyline.yaml and of the policy.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "analyzer/diff/change.h"
#include "base/result.h"

namespace leyline {

// A buf.yaml or buf.work.yaml, its path from the repository's top.
struct BufText {
  std::string path;
  std::string text;
};

// Contracts that are gated in their own way: a `packages` rule of the policy.
struct TakenRule {
  std::vector<std::string> paths;  // globs
  std::vector<std::string> names;  // globs
  std::vector<Surface> surfaces;   // none: anything may happen to them
  std::string because;             // "`ignore` of buf.yaml"
};

struct TakenFromBuf {
  std::vector<std::string> contracts;  // roots
  std::vector<std::string> exclude;
  std::vector<Surface> surfaces;
  std::vector<TakenRule> rules;  // the first that fits holds
  // What is not the same here: "buf.yaml: `except: FIELD_SAME_TYPE`: ...", each with what happens
  // instead or what to do.
  std::vector<std::string> notes;
};

// buf.work.yaml at the top rules, else each buf.yaml is on its own. None is an error.
Result<TakenFromBuf> TakeOverBuf(std::span<const BufText> files);

}  // namespace leyline
