"""`python -m kaigong`, as the supervisor starts its stages."""

from kaigong.cli import main

main()
