"""Pages that are no article: challenges, blocks and errors that come with status 200. Never by-passed."""

import json
import re
from collections.abc import Iterator
from itertools import islice

from crawler.extract.dom import Element, parse, select, text_of

_SMALL_PAGE = 6_000
_SHORT_TEXT = 400
_STATUS_KINDS = {401: "forbidden", 403: "forbidden", 412: "ruishu", 429: "rate-limit", 521: "jsl"}
# Scripts of the three protections that are common on Chinese and on foreign-hosted sites.
_SCRIPTS = (
    ("jsl", re.compile(r"__jsl_?clearance|__jsluid|document\.cookie\s*=\s*\('_'\)|go\(\{\"bts\"")),
    ("ruishu", re.compile(r"\$_ts\b")),
    ("cloudflare", re.compile(r"cf-chl-|challenge-platform|<title>\s*just a moment", re.IGNORECASE)),
)
_WORDS = (
    ("rate-limit", r"访问(?:过于)?(?:频繁|太快)|(?:请求|操作)(?:过于|太)频繁|too many requests"),
    ("captcha", r"安全验证|人机验证|(?:输入|填写|完成).{0,6}验证码|滑动.{0,6}验证|just a moment"),
    ("blocked", r"请稍候|访问异常|访问(?:已?被)?(?:拒绝|阻断|拦截|禁止)|网站防火墙|access denied"),
)
# One of these stands in every page that any pattern above matches; looking for them costs next to nothing.
_SCRIPT_HINTS = ("__jsl", "document.cookie", 'go({"bts"', "$_ts", "cf-chl-", "challenge-platform", "moment")
_WORD_HINTS = (
    *("频繁", "太快", "验证", "请稍候", "异常", "拒绝", "阻断", "拦截", "禁止", "防火墙"),
    *("requests", "denied", "moment", "&#"),
)
_THING = "(?:页面|网页|文章|内容|信息|稿件|文件)"
_GONE = re.compile(
    rf"{_THING}(?:不存在|未找到|找不到|没有找到|走丢|已(?:被)?(?:删除|撤回|下线)|(?:正在|尚在)审核)"
    rf"|[您你]要?(?:访问|查看|浏览)的{_THING}.{{0,8}}(?:不存在|删除|找不到)"
    r"|抱歉.{0,20}(?:不存在|删除|找不到|无法访问)|无法找到[该此](?:页|资源)"
    r"|(?:page|file) not found|^\W*404(?!\d)|404 not found",
    re.IGNORECASE,
)
_ALERT = re.compile(r"\balert\(\s*['\"]([^'\"]{4,60})['\"]")
_MOST_LOOKED_AT = 3_000
_SHORT_HEADING, _SHORT_LINE = 60, 30
_TO_HOME = re.compile(
    r"location(?:\.href)?\s*=\s*['\"](?:https?://[^/'\"]+)?/?(?:index\.s?html?)?['\"]"
    r"|location\.replace\(\s*['\"](?:https?://[^/'\"]+)?/?(?:index\.s?html?)?['\"]"
    r"|http-equiv=[\"']?refresh[\"'\s][^>]{0,80}url=['\"]?(?:https?://[^/'\"]+)?/?(?:index\.s?html?)?['\"]",
    re.IGNORECASE,
)


def challenge(status: int, html: str) -> str | None:
    """What kind of refusal a response is, or None.

    The words of a refusal count on a page without text of its own only: news are written about 验证码 too.
    """
    small = len(html) <= _SMALL_PAGE
    plain = html.lower()
    hinted = any(hint in plain for hint in _SCRIPT_HINTS)
    scripted = next((kind for kind, token in _SCRIPTS if hinted and token.search(html)), None)
    by_status = _STATUS_KINDS.get(status)
    if by_status:
        return scripted or by_status
    if scripted is None and not (small and any(hint in plain for hint in _WORD_HINTS)):
        return None
    shown = _shown_text(parse(html))
    if len(shown) > _SHORT_TEXT:
        return None
    if scripted:
        # The ruishu loader is as long as it likes; nothing but a loader has no text at all.
        return scripted if small or len(shown) < 100 else None
    return next((kind for kind, words in _WORDS if re.search(words, shown, re.IGNORECASE)), None)


def is_soft_404(html: str) -> bool:
    """Whether a page says, with whatever status, that there is nothing here."""
    if html.lstrip()[:1] == "{":
        return _is_refused_json(html)
    root = parse(html)
    own, shown = _article_title(root), _shown_text(root)
    told = [_head_title(root), *([shown] if len(shown) <= _SHORT_TEXT else [])]
    if any(_GONE.search(text.replace(own, "") if own else text) for text in told):
        return True
    if sends_home(html):
        return True
    return any(_GONE.search(text) for text in _short_texts(root, html) if not own or text not in own)


def _short_texts(root: Element, html: str) -> Iterator[str]:
    """What stands alone on a page, outside of links, and what its scripts call out."""
    for element in islice(
        root.iter("h1", "h2", "h3", "p", "div", "td", "span", "strong", "b"), _MOST_LOOKED_AT
    ):
        text = " ".join((element.text or "").split())
        longest = _SHORT_HEADING if element.tag in ("h1", "h2", "h3") else _SHORT_LINE
        if 4 < len(text) < longest and next(element.iterancestors("a"), None) is None:
            yield text
    yield from (match[1] for match in _ALERT.finditer(html))


def sends_home(html: str) -> bool:
    """Whether a page has nothing to show and only leads to the site's home page."""
    if len(html) > _SMALL_PAGE or not _TO_HOME.search(html):
        return False
    return len(_shown_text(parse(html))) < 50


def _is_refused_json(text: str) -> bool:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(content, dict) and content.get("success") is False


def _article_title(root: Element) -> str:
    """The title that the page's meta tag gives: an article may be about pages that are gone."""
    named = (meta for meta in root.iter("meta") if (meta.get("name") or "").lower() == "articletitle")
    return next((meta.get("content", "") for meta in named), "")


def _head_title(root: Element) -> str:
    return " ".join(text_of(element) for element in select(root, "head title")[:1])


def _shown_text(root: Element) -> str:
    """The text of a page, as far as it matters whether it is short."""
    shown = ""
    for element in root.iter("*"):
        silent = element.tag in ("script", "style", "noscript")
        piece = f"{'' if silent else element.text or ''} {element.tail or ''}"
        shown = f"{shown} {' '.join(piece.split())}".strip()
        if len(shown) > _SHORT_TEXT:
            break
    return shown
