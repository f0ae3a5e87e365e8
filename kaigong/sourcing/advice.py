"""What to say of a page in which no list was found: what is there, and which parameter would help. Pure."""

import re
from collections.abc import Sequence
from pathlib import Path

import crawler
from crawler.extract.dom import Element, select, text_of
from crawler.sniff import Recognition

_DATE = re.compile(r"20\d\d\s*[-./年]\s*\d{1,2}")
_TRY_LATER = "looking at the address in a browser from this network, and trying again later"
_COPY = "copy the whole address from the bar of the browser, as http://www.example.gov.cn/column/"
# What is said first counts.
_HINTS = (
    ("ValueError", _COPY),
    ("only http and https", _COPY),
    ("DNS lookup failed", "a look at the host name, or at KAIGONG_HTTP_PROXY if this network needs a proxy"),
    ("status 404", "copy the address from the bar of the browser; columns move when a site is rebuilt"),
    ("status 410", "copy the address from the bar of the browser; columns move when a site is rebuilt"),
    (
        "robots.txt forbids",
        "another column, or the consent of the site's owner; it is not read against his will",
    ),
    ("robots.txt: unreachable", "trying again later; a site whose robots.txt cannot be had is not read"),
    ("KAIGONG_CRAWL_ALLOW_NETWORKS", "that setting, if this host of your own network is meant"),
    ("no public", "the address as people outside reach it"),
    ("the site refuses", "reading it from a network that the site serves; a challenge is never bypassed"),
    ("no address", "a look at the host name, or at KAIGONG_HTTP_PROXY if this network needs a proxy"),
    (
        "no complete answer",
        "trying again later, a larger KAIGONG_CRAWL_TIMEOUT, or a proxy if this network needs one",
    ),
    ("no page but", "the address of the page that lists the articles, not of a file"),
)


def explained(what: str, root: Element, recognition: Recognition, warnings: Sequence[str] = ()) -> str:
    """One error message: the trouble, what was seen, and what a person can do about it."""
    saw = "; ".join((*(recognition.saw or _facts(root)), *warnings)).rstrip("?.")
    helpful = "; ".join(recognition.helpful or _options())
    return f"{what}. Seen: {saw}. What would help: {helpful}"


def unreachable(url: str, why: str) -> str:
    """The error of an address that gives no page at all."""
    hints = [hint for words, hint in _HINTS if words in why]
    told = why.rstrip(".") if why.startswith(url) else f"{url}: {why.rstrip('.')}"
    return f"{told}. What would help: {hints[0] if hints else _TRY_LATER}"


def presets() -> list[str]:
    folder = Path(crawler.__file__).parent / "presets"
    return sorted(path.stem for path in folder.glob("*.yaml"))


def _options() -> tuple[str, ...]:
    return (
        "--item 'CSS of one record', such as 'ul.list li'",
        f"--preset, if you know the family ({', '.join(presets())})",
        "the address of the list itself, if this is a home page or a frame around it",
        "--set key=value for any other key of a source file",
    )


def _facts(root: Element) -> list[str]:
    title = next((text_of(found) for found in select(root, "title")), "")
    text = text_of(root)
    counts = {
        "links": len(select(root, "a[href]")),
        "dates": len(_DATE.findall(text)),
        "frames": len(select(root, "iframe, frame")),
        "scripts": len(select(root, "script")),
    }
    facts = [f"the title {title!r}" if title else "no title"]
    facts += [f"{number} {name}" for name, number in counts.items() if number]
    if counts["scripts"] and not counts["links"]:
        facts.append("the page seems to be filled by a script in the browser")
    return facts
