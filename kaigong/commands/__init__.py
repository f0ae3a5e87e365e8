"""One module per command: parse the arguments, build the parts, run them, print what came of it."""
