"""The program: command line, composition root, supervisor, demo sites."""
