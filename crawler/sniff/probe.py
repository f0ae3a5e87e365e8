"""Where an unknown site may keep the second page of a list."""

from urllib.parse import urljoin

from crawler.listings.guess import templates_for
from crawler.sniff.model import Probe


def probes(url: str, html: str) -> list[Probe]:  # noqa: ARG001 - the page has shown no pager, or nobody would guess
    """Guesses for page 2, most likely first; one is right if it has new links with the path of page 1."""
    return [
        Probe(
            urljoin(url, template.replace("{n}", str(first))),
            {"pager": {"kind": "template", "template": template, "first": first}},
        )
        for template, first in templates_for(url)
    ]
