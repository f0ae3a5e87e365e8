"""Project events: keywords, whether it happened, and of which project."""
