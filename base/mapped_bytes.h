// Files mapped into memory.
#pragma once

#include "base/shared_bytes.h"

namespace leyline {

// For whoever has read the bytes and will read few of them again: those of a mapped file need not
// stay in memory, and come back as they are read. Others are left alone.
void ReleasePages(const SharedBytes& bytes);

}  // namespace leyline
