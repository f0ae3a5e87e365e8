"""One article, one address: the canonical form of a URL.

The canonical form is an identity, not an address to fetch: it has no scheme of its own (always https), no
`www`, no noise. A change of any rule changes identities, so it needs a new CANONICAL_VERSION.
"""

import re
from collections.abc import Callable
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from wire.identity import article_id

CANONICAL_VERSION = 1

_HOST_PREFIX = re.compile(r"^(?:www\d?|m|wap|3g)\.(?=[^.]+\.[^.]+)")
_INDEX = re.compile(r"/(?:index|default)\.(?:s?html?|jsp|php|aspx?)$", re.IGNORECASE)
_STATIC = re.compile(r"\.s?html?$", re.IGNORECASE)
# A path that names its article: a UUID, a digest or a long number.
_NAMES_ARTICLE = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{5,}", re.IGNORECASE)
_NOISE = re.compile(
    r"utm_.*|spm|lj|from|isappinstalled|share.*|sharetime|timestamp|_t|t|_|rand(?:om)?|v|ver|print|mobile|device"
    r"|jsessionid|phpsessionid|bd_vid|gclid|fbclid",
    re.IGNORECASE,
)
_SESSION = re.compile(r";jsessionid=[^/?]*", re.IGNORECASE)
_GATE = re.compile(r"^big5\.[^/]+/gate/big5/")
_UNRESERVED = "!$&'()*+,;=:@~-._/"

# Copies of one article under several paths: (host, path, the path that stands for all of them).
_COPIES: list[tuple[re.Pattern[str], re.Pattern[str], str]] = [
    (re.compile(where), re.compile(path), replacement)
    for where, path, replacement in (
        (r".", r"^/art/(\d{4}/\d+/\d+)/art_\d+_(\d+)\.html$", r"/art/\1/art_\2.html"),  # one per column
        (r"\.gov\.cn$", r"/mpost_(\d+)\.html$", r"/post_\1.html"),
        (r"^xdkb\.net$", r"^/(?:[mp]\d+/(?:[^/]+/)+|rd/)(\d+)(?:\.html)?$", r"/rd/\1"),
        (r".", r"/print[_/](?=.*\d{5})", "/"),
    )
]


def canonical(url: str) -> str:
    """The canonical form; what is no web address is only stripped. Idempotent."""
    stripped = "".join(url.split())
    address = stripped.encode("utf-8", "replace").decode()
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return stripped
    if parts.scheme not in ("http", "https") or not host:
        return stripped
    host = _ascii(_bare(host))
    place = host if port in (None, 80, 443) else f"{host}:{port}"
    path = _path(parts.path)
    if gate := _GATE.match(place + path):
        return canonical(f"https://{(place + path)[gate.end() :]}{'?' * bool(parts.query)}{parts.query}")
    path = _INDEX.sub("/", _until_stable(lambda found: _one_copy(host, found), path))
    query = _query(parts.query, path)
    return f"https://{place}{path}{'?' if query else ''}{query}"


def id_of(url: str) -> str:
    return article_id(canonical(url))


def same_site(host: str, other: str) -> bool:
    """Hosts that differ in their `www` only."""
    return bool(host) and _bare(host.lower()) == _bare(other.lower())


def _bare(host: str) -> str:
    return _until_stable(lambda found: _HOST_PREFIX.sub("", found), host)


def _ascii(host: str) -> str:
    if ":" in host:
        return f"[{host}]"
    try:
        return host.encode("idna").decode().lower()
    except UnicodeError:
        return quote(host, safe="")


def _path(path: str) -> str:
    """Normal percent-encoding, no dot segments, no double slashes, no session."""
    segments: list[str] = []
    pieces = [piece for piece in _SESSION.sub("", _encoded(path)).split("/") if piece]
    for piece in pieces:
        if piece == "..":
            segments = segments[:-1]
        elif piece != ".":
            segments.append(piece)
    folder = path.endswith("/") or not pieces or pieces[-1] in (".", "..")
    return "/" + "/".join(segments) + ("/" if folder and segments else "")


def _encoded(text: str) -> str:
    """Percent-encode what needs it, and nothing twice; digits of escapes in upper case."""
    kept = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
    kept = re.sub(r"%[0-9A-Fa-f]{2}", lambda match: match.group().upper(), kept)
    return quote(kept, safe=_UNRESERVED + "%")


def _one_copy(host: str, path: str) -> str:
    for where, pattern, replacement in _COPIES:
        if where.search(host):
            path = pattern.sub(replacement, path)
    return path


def _query(query: str, path: str) -> str:
    """The parameters that tell articles apart, sorted; on a page that names its article there are none."""
    static = bool(_STATIC.search(path))
    if not query or (static and _NAMES_ARTICLE.search(path)):
        return ""
    pairs = [
        (key, value)
        for key, value in parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
        if not _NOISE.fullmatch(key) and not (static and key == "id" and len(value) < 3)
    ]
    return urlencode(sorted(pairs), errors="surrogateescape")


def _until_stable(change: Callable[[str], str], text: str) -> str:
    while (changed := change(text)) != text:
        text = changed
    return text
