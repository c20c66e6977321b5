// Files mapped into memory.
#pragma once

#include "base/shared_bytes.h"

namespace leyline {

// For whoever has read the bytes and will read few of them again: those of a mapped file need not
// stay in memory, and come back as they are read. Others are left alone.
void ReleasePages(const SharedBytes& bytes);

// For the start of a program: from then on a mapped file that somebody cuts short while it is read
// ends the program with a sentence and that exit code, and not with a signal.
void ExitOnCutFile(int exit_code);

}  // namespace leyline
