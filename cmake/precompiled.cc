// The source of the targets whose headers are compiled once (LeylineTargets.cmake).
