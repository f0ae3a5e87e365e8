"""Documents that a team already has: read from files, turned into articles, put on the stream."""
