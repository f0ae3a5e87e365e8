"""The exit codes of every command; the README lists them."""

OK = 0
FAILED = 1  # something went wrong, or a check found something wrong
CONFIGURATION = 2  # settings, sources, rules or arguments that cannot be used
TOO_MANY_DEAD_LETTERS = 75  # a stage stopped itself on purpose; do not restart it, look first

# Starting it again would change nothing.
NOT_RESTARTED = {
    TOO_MANY_DEAD_LETTERS: "it stopped itself: too many dead letters",
    CONFIGURATION: "its configuration cannot be used",
}
