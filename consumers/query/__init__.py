"""One parsed query, compiled for the stream matcher and for every index."""
