"""Comments that Hanweb and Founder systems leave around the fields of a page: the most precise guide."""

import re
from html import unescape

# Sliced from the source before parsing: a <meta> between the comments makes the parser move things around.
_OTHERS = (
    ("enpcontent", "<!--enpcontent-->", "<!--/enpcontent-->"),
    ("ZJEG_RSS.content", "<!--ZJEG_RSS.content.begin-->", "<!--ZJEG_RSS.content.end-->"),
    ("ContentStart", '<meta name="ContentStart">', '<meta name="ContentEnd">'),
)
_HANWEB_BEGIN = re.compile(r"<!--\s*<\$\[([^\]]{1,20})\]>begin\s*-->")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_BODY_FIELD = "信息内容"


def marked_body(page: str) -> tuple[str, str] | None:
    """The marked part of the source and the name of its marker."""
    if (found := _between_hanweb(page, _BODY_FIELD)) is not None:
        return found, _BODY_FIELD
    lowered = page.lower()
    for name, begin, end in _OTHERS:
        start = lowered.find(begin.lower())
        stop = lowered.find(end.lower(), start)
        if 0 <= start < stop:
            return page[start + len(begin) : stop], name
    return None


def marked_field(page: str, *fields: str) -> tuple[str, str] | None:
    """Text and name of the first of these marked fields that is not empty."""
    for field in fields:
        value = _between_hanweb(page, field)
        if value is not None and len(value) < 5_000:
            text = " ".join(unescape(_TAG.sub(" ", _COMMENT.sub("", value))).split())
            if text:
                return text, field
    return None


def _between_hanweb(page: str, field: str) -> str | None:
    for begin in _HANWEB_BEGIN.finditer(page):
        if begin.group(1) == field:
            end = re.compile(rf"<!--\s*<\$\[{re.escape(field)}\]>end\s*-->").search(page, begin.end())
            return page[begin.end() : end.start()] if end else None
    return None
