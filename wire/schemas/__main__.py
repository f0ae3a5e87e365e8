"""Write the schemas: `make schemas`; with `release`, also keep them as the ones that went out."""

import sys

from wire.schemas import write_all, write_release

write_all()
if sys.argv[1:] == ["release"]:
    write_release()
