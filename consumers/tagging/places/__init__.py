"""Places: which names there are, and which region each means."""
