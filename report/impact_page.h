// Impact reports for browsers and pull requests, and as pictures.
#pragma once

#include <string>

#include "report/views.h"

namespace leyline {

// Made for a comment on a pull request: what matters first, long tables closed and cut.
std::string ImpactMarkdown(const ImpactView& view);
// One page that needs nothing else, with the graph and tables of the same.
std::string ImpactHtml(const ImpactView& view);
std::string ImpactDot(const ImpactView& view);
std::string ImpactMermaid(const ImpactView& view);

}  // namespace leyline
