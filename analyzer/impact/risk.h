// The risk of a set of changes, with its reasons in words.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "analyzer/impact/impact.h"

namespace leyline {

class RiskAssessment {
 public:
  // A change hits a subsystem through a declared contract.
  void Hits(const Change& change, const Hit& hit);
  // A change that no subsystem claims: whom it breaks is not known.
  void HitsNobodyKnown(const Change& change);

  Risk risk() const;
  // Of the highest risk, sorted, at most 20 and then a count of the rest.
  std::vector<std::string> reasons() const;

 private:
  std::map<Risk, std::set<std::string>> reasons_;
};

}  // namespace leyline
