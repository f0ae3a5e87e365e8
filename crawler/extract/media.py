"""Attachments and images of an article."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import parse_qsl, unquote_to_bytes, urljoin, urlsplit

from crawler.extract.dom import Element, text_of
from wire.messages import Attachment

_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|ofd|wps|et|dps|rtf|txt|csv|zip|rar|7z|tar|gz|ceb|gd|gw)$",
    re.IGNORECASE,
)
_DOWNLOAD = re.compile(
    r"/downfile\.jsp|DownloadAttachUrl|/document/download|/GJAttach/|/download(?:File|Attach)\w*(?:\.\w+)?$|/attach(?:ment)?/download",
    re.IGNORECASE,
)
_ANY_FILE = re.compile(
    r"\W*(?:点击|点此|此处|请|查看|附件|文件|下载|在线|预览|全文|详见|详情|\d|[一二三四五六七八九十]|\W)+",
    re.IGNORECASE,
)
_HAN = re.compile("[\u4e00-\u9fff]")
_ESCAPED = re.compile(r"(?:%[0-9A-Fa-f]{2}){2}")
_NAME_KEYS = ("showname", "filename", "file_name", "name", "title")
_FILE_KEYS = ("file", "fileurl", "filename", "filepath", "url", "src", "path", "showname")
_LAZY = ("data-original", "data-src", "oldsrc", "_src", "data-lazy-src", "data-lazyload", "data-echo", "src")
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp)(?:\?.*)?$|^#|^javascript:", re.IGNORECASE)
_FILE_BLOCK = re.compile(r"fujian|\bfj|file|attach|annex|append|enclosure|download|accessor", re.IGNORECASE)
_LONGEST_FILE_BLOCK = 2_000
_PLAYER = re.compile(
    r"\.(?:mp4|m3u8|flv|swf|mp3)(?:$|\?)|video|player|v\.qq\.com|youku|iqiyi|bilibili", re.IGNORECASE
)
_DECORATION_FILE = re.compile(
    r"(?:^|[_\-.])(?:icons?|ico|spacer|blank|space|loading|pixel|1x1|dot|arrow|line|logo|qrcode|ewm|erweima|share"
    r"|weixin|wechat|weibo|print|btn|button|bg|filetype\w*|file_?icons?|attach_?icons?)(?:[_\-.\d]|$)",
    re.IGNORECASE,
)
_DECORATION_FOLDER = re.compile(r"/(?:icons?|fileTypeImages|templates?|skins?|themes?|css)/", re.IGNORECASE)
_ADDRESS_ATTRIBUTES = ("data-value", "data-pdf", "data-file", "data-url")
_MOST = 200


def attachments_in(roots: Iterable[Element], base: str) -> list[Attachment]:
    """Files that a part of a page links to or shows in a viewer, each once."""
    found: dict[str, Attachment] = {}
    for root in roots:
        for address, name in _candidates(root):
            url = absolute(base, address)
            if url and len(found) < _MOST and (url not in found or not found[url].name):
                found[url] = Attachment(url=url, name=_real_name(name, url))
    return list(found.values())


def labels_in(root: Element) -> set[str]:
    """The words of the links to files, as they stand in the text."""
    return {text_of(link) for link in root.iter("a") if _is_file(link.get("href", ""))}


def is_file_block(block: Element) -> bool:
    """Whether a block is there for the files of an article: by its words, its name or those of its links."""
    files = [link for link in islice(block.iter("a"), _MOST) if _is_file(link.get("href", ""))]
    if not files or len(text_of(block)) > _LONGEST_FILE_BLOCK:
        return False
    named = _FILE_BLOCK.search(f"{block.get('class') or ''} {block.get('id') or ''}"[:200])
    return bool(named or "附件" in text_of(block)) or all(_FILE.search(text_of(link)) for link in files)


def _real_name(shown: str, url: str) -> str:
    """The words of the link, unless they say only 下载, or the file's own name says the same and more."""
    own = _name_in(url)
    stem = _FILE.sub("", own)
    if not shown or (_ANY_FILE.fullmatch(shown) and _HAN.search(own)):
        return own
    return own if len(stem) > 3 and own != stem and stem in shown and not _FILE.search(shown) else shown


def _candidates(root: Element) -> Iterator[tuple[str, str]]:
    for link in root.iter("a"):
        address = link.get("href", "")
        if _is_file(address) or (link.get("download") is not None and address.strip("# ")):
            yield address, _name_of(link)
    for viewer in [*root.iter("iframe", "embed", "object"), *_holders(root)]:
        for attribute in ("src", "data", *_ADDRESS_ATTRIBUTES):
            address = viewer.get(attribute, "")
            if address and _is_file(address):
                yield _inner_file(address), viewer.get("title", "")


def _holders(root: Element) -> list[Element]:
    """Elements that scripts turn into viewers."""
    return list(root.xpath(" | ".join(f"descendant-or-self::*[@{name}]" for name in _ADDRESS_ATTRIBUTES)))


def _is_file(address: str) -> bool:
    """Whether an address is of a file: by its path, by a parameter, or by a known way of downloading."""
    if not address or len(address) > 4_000:
        return False
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    if parts.scheme not in ("", "http", "https"):
        return False
    if _FILE.search(parts.path) or _DOWNLOAD.search(address):
        return True
    return any(key.lower() in _FILE_KEYS and _FILE.search(value) for key, value in parse_qsl(parts.query))


def _inner_file(address: str) -> str:
    """The file that a viewer page like viewer.html?file=… shows."""
    parts = urlsplit(address)
    if _FILE.search(parts.path) or not re.search(r"viewer|preview|pdfjs", parts.path, re.IGNORECASE):
        return address
    return next((value for key, value in parse_qsl(parts.query) if key.lower() in _FILE_KEYS), address)


def _name_of(link: Element) -> str:
    return text_of(link) or (link.get("title") or link.get("download") or "").strip()


def _name_in(url: str) -> str:
    parts = urlsplit(url)
    pairs = {key.lower(): value for key, value in _pairs(parts.query)}
    for key in _NAME_KEYS:
        if pairs.get(key):
            return pairs[key].rsplit("/", 1)[-1]
    return _unquoted(parts.path.rsplit("/", 1)[-1])


def _pairs(query: str) -> list[tuple[str, str]]:
    return [
        (key, _unquoted(value.replace("+", " ")))
        for key, _, value in (p.partition("=") for p in query.split("&"))
    ]


def _unquoted(text: str) -> str:
    """Names are escaped in the encoding of the site, and sometimes twice."""
    for _ in range(2):
        data = unquote_to_bytes(text)
        try:
            text = data.decode()
        except UnicodeDecodeError:
            text = data.decode("gb18030", "replace")
        if not _ESCAPED.search(text):
            break
    return text


def images_in(root: Element, base: str, *, linked: bool = True) -> list[str]:
    """The pictures of a text, each once; icons, spacers and inline data are none.

    `linked` tells whether pictures that lead to other pages count.
    """
    found: dict[str, None] = {}
    for image in islice(root.iter("img"), _MOST * 5):
        if not linked and _leads_away(image):
            continue
        address = next((image.get(name, "") for name in _LAZY if _is_picture(image.get(name, ""))), "")
        url = absolute(base, address) if address and not _is_tiny(image) else None
        if url:
            found[url] = None
    return list(found)[:_MOST]


def videos_in(root: Element, base: str) -> list[str]:
    """The films of a text, by their files or by the page of their player."""
    found: dict[str, None] = {}
    for player in islice(root.iter("video", "source", "embed", "iframe", "audio"), _MOST):
        address = player.get("src") or player.get("data-src") or ""
        if player.tag in ("embed", "iframe") and not _PLAYER.search(address):
            continue
        if url := absolute(base, address) if address.strip() else None:
            found[url] = None
    return list(found)


def _leads_away(image: Element) -> bool:
    link = next(image.iterancestors("a"), None)
    return link is not None and not _PICTURE_FILE.search(link.get("href", "#").strip())


def _is_picture(address: str) -> bool:
    if not address.strip() or len(address) > 4_000 or address.lstrip().lower().startswith("data:"):
        return False
    path = address.split("?", maxsplit=1)[0]
    return not (_DECORATION_FOLDER.search(path) or _DECORATION_FILE.search(path.rsplit("/", 1)[-1]))


def _is_tiny(image: Element) -> bool:
    for side in ("width", "height"):
        size = re.match(r"\s*(\d{1,5})\s*(?:px)?\s*$", image.get(side, ""))
        if size and int(size[1]) <= 32:
            return True
    return False


def absolute(base: str, address: str) -> str | None:
    """The absolute web address, or None."""
    try:
        url = urljoin(base, re.sub(r"[\s\x00-\x1f]+", "%20", address.strip()))
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return url.split("#")[0] if usable else None
