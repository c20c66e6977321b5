// Changes on a page: what each breaks on which surface and in which direction, and what proves it.
#pragma once

#include <string>
#include <vector>

#include "report/views.h"

namespace leyline {

// A change that is shown, and what a gate adds to it.
struct ShownChange {
  const Change* change = nullptr;
  std::string whom = {};      // HTML: whom it hits; empty: not known
  std::string approval = {};  // HTML: by which proposals it may pass; empty: not asked
};

// A table of all, and a section for each that opens by mouse and keyboard.
void AppendHtmlChanges(std::string& out, const std::vector<ShownChange>& changes,
                       const Gating* gating);

}  // namespace leyline
