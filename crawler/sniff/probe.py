"""Where an unknown site may keep the second page of a list."""

import re
from urllib.parse import urlsplit, urlunsplit

from crawler.sniff.model import Probe

_PAGE = re.compile(r"^(?P<prefix>[^/]*?)\.(?P<ext>s?html?|jsp|php|aspx?)$", re.IGNORECASE)


def probes(url: str, html: str) -> list[Probe]:  # noqa: ARG001 - hints of the page may come first later
    """Guesses for page 2, most likely first; one is right if it has new links with the path of page 1."""
    parts = urlsplit(url)
    folder, _, file = parts.path.rpartition("/")
    if match := _PAGE.match(file):
        names = [(f"{match['prefix']}_{{n}}.{match['ext']}", first) for first in (1, 2)]
    else:
        names = [(f"index_{{n}}.{ext}", first) for ext in ("html", "shtml") for first in (1, 2)]
        names.append(("{n}/" if not file else f"{file}/{{n}}", 2))
    if parts.query == "":
        names.append((f"{file}?page={{n}}", 2))
    base = urlunsplit((parts.scheme, parts.netloc, f"{folder}/", "", ""))
    return [
        Probe(
            base + template.replace("{n}", str(first)),
            {"pager": {"kind": "template", "template": template, "first": first}},
        )
        for template, first in names
    ]
