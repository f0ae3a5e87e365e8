"""Write the schemas: `make schemas`."""

from wire.schemas import write_all

write_all()
