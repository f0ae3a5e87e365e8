"""Which encoding a page is really in: headers and meta tags of government sites are often wrong."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""", re.IGNORECASE)
_HEAD = 8_192
_SAMPLE = 20_000
_GB = {"gb2312", "gbk", "gb18030", "hz"}
# What servers send that were never told: says nothing about the page.
_DEFAULTS = {"iso8859-1", "cp1252", "ascii"}


def decode_html(
    body: bytes, header_charset: str | None, forced: str | None = None
) -> tuple[str, str, list[str]]:
    """The text of a page, the encoding used, and what was wrong with the declarations. Never raises.

    Order: `forced`, byte order mark, what the bytes prove, what header and meta declare.
    """
    if forced and (encoding := _known(forced)):
        return _decoded(body, encoding, [])
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return _decoded(body, encoding, _wrong(body, encoding, header_charset))
    encoding = _proved(body, _declared(body, header_charset))
    return _decoded(body, encoding, _wrong(body, encoding, header_charset))


def _decoded(body: bytes, encoding: str, problems: list[str]) -> tuple[str, str, list[str]]:
    text = body.decode(encoding, "replace").removeprefix("\ufeff")
    if (lost := text.count("\ufffd")) and not body.count("\ufffd".encode()):
        problems.append(f"{lost} characters cannot be read as {encoding}")
    return text, encoding, problems


def _known(name: str | None) -> str | None:
    """Python's name of a text encoding; the whole family of GB 2312 is read as its largest member."""
    try:
        found = codecs.lookup((name or "").strip(" \"'"))
        "".encode(found.name)
        b"".decode(found.name)
    except (LookupError, ValueError, TypeError):
        return None
    return "gb18030" if found.name in _GB else found.name


def _meta(body: bytes) -> str | None:
    found = _META.search(body, 0, _HEAD) or _XML.search(body, 0, _HEAD)
    return _known(found.group(1).decode("ascii", "ignore")) if found else None


def _declared(body: bytes, header_charset: str | None) -> list[str]:
    names = (_known(header_charset), _meta(body))
    return [name for name in names if name and name not in _DEFAULTS and not name.startswith("utf-16")]


def _proved(body: bytes, declared: list[str]) -> str:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        candidates = list(dict.fromkeys([*declared, "utf-8", "gb18030"]))
        return max(candidates, key=lambda encoding: _likeness(body, encoding))
    # A few bytes of GB 18030 may be valid UTF-8 by chance, but then they are no Chinese.
    if text.isascii() or _has_han(text) or not declared:
        return "utf-8"
    return max([*declared, "utf-8"], key=lambda encoding: _likeness(body, encoding))


def _has_han(text: str) -> bool:
    return re.search("[\u4e00-\u9fff]", text) is not None


def _likeness(body: bytes, encoding: str) -> float:
    """How much of what is not ASCII is common Chinese; the wrong encoding yields rare characters."""
    text = body.decode(encoding, "replace")
    foreign = re.sub(r"[\x00-\x7f]+", "", text)[:_SAMPLE]
    if not foreign:
        return 0.0
    return sum(map(_is_common, foreign)) / len(foreign) - 2 * foreign.count("\ufffd") / len(foreign)


def _is_common(char: str) -> bool:
    """Punctuation, or one of the 3,755 characters of the first level of GB 2312."""
    if "\u3000" <= char <= "\u3011" or "\uff01" <= char <= "\uff5e" or char in "“”‘’—…·":
        return True
    try:
        lead = char.encode("gb2312")[0]
    except UnicodeEncodeError:
        return False
    return 0xB0 <= lead <= 0xD7


def _wrong(body: bytes, encoding: str, header_charset: str | None) -> list[str]:
    problems = []
    for where, name in (("the HTTP header", _known(header_charset)), ("the meta tag", _meta(body))):
        if name and name != encoding and not (encoding == "utf-8" and body.isascii()):
            problems.append(f"charset repaired: {where} says {name}, but the page is in {encoding}")
    return problems
