// The heap of a process that lives for milliseconds.
#pragma once

namespace leyline {

// To be called once, first thing in main. Takes what a small comparison needs from the system at
// once rather than page by page, and lets the heap grow, and not shrink, in large steps. Nothing
// depends on it but time: a twelfth of a small comparison, a thirtieth of a large one.
void PrepareHeap();

}  // namespace leyline
