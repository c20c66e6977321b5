// The three standard streams of the process.
#pragma once

namespace leyline {

// Gives a standard stream that was closed something to be, to which nothing can be written: else
// the next file to be opened would get its number, and what is meant for the stream would be written
// into that file.
void OccupyStandardStreams();

}  // namespace leyline
