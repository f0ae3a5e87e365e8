"""Finding the text of an article: markers first, then known containers, then a guess that must not smell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from crawler.extract.boilerplate import (
    before_footer,
    before_recommendations,
    is_beside,
    noise_in,
    smells_of_footer,
    without_head,
    without_tail,
)
from crawler.extract.dom import Element, parse, select, text_of
from crawler.extract.guess import guess
from crawler.extract.infotable import without_info_table
from crawler.extract.markers import marked_body
from crawler.extract.media import attachments_in, images_in, labels_in, videos_in
from crawler.extract.page import Page
from crawler.extract.render import Line, joined, link_share, render
from wire.messages import Attachment

# Containers that hold the text and nothing else, as the templates of the systems name them.
_SPECIFIC = (
    "ucapcontent", "#UCAP-CONTENT", "#zoomcon", "#zoom", "#Zoom", ".TRS_UEDITOR", ".TRS_Editor",
    ".TRS_EDITOR", ".trs_editor_view", "#ivs_content", ".bt-content", "#ozoom", "founder-content",
    ".GovInfoContent", ".pages_content", "#vsb_content", "#vsb_content_2", ".v_news_content", "#artical",
    ".wzzw-article", ".nr-zw", "#con_con", "#fontzoom", ".neirong", ".zoomcon", ".zoom", "#js_content",
    ".ewb-zoom", ".newsdetatext", ".rm_txt_con", "#rwb_zw", ".article-content",
    ".article_content", "#articleContent", ".art_content", ".wenZhang", "#content_text", ".news_cont_d_wrap",
)  # fmt: skip
# Names that also wrap menus and footers: they must prove themselves.
_GENERIC = (
    "#article", "article", ".article-body", ".article_body", ".main-txt", ".main_content", ".news_content",
    ".news-content", ".newscontent", ".detail-content", ".detail_content", ".con_text", ".view", ".txt",
    ".wz", ".article", "#content", ".content", ".cont", ".detail", "#main",
)  # fmt: skip
_LOOKED_AT = 8
_MOST_READ = 2_000_000
_MOST_LINKED = 0.5
_LEAST_AGREED = 0.5
_LEVELS_UP = 4
_SOON = 4
_FAR_LONGER = 2
_SIGNATURE = re.compile(
    r".{0,20}(?:局|委|委员会|府|办|办公室|部|公司|中心|院|会)|(?:19|20)\d{2}年\d{1,2}月\d{1,2}日"
)


@dataclass(frozen=True, slots=True)
class Body:
    """`lines` are the text, `how` tells where it came from; `element` is None where nothing was found."""

    lines: list[Line]
    how: str
    element: Element | None = None
    attachments: tuple[Attachment, ...] = ()
    images: tuple[str, ...] = ()
    videos: tuple[str, ...] = ()

    @property
    def has_media(self) -> bool:
        return bool(self.attachments or self.images or self.videos)

    @property
    def text(self) -> str:
        return joined(self.lines)

    @property
    def size(self) -> int:
        return sum(len(line.text) for line in self.lines)


class BodyFinder:
    """Reads one page; `title` is the best title known so far, to be dropped from the top of the text."""

    def __init__(self, page: Page, base: str, title: str) -> None:
        self._page = page
        self._detail = page.detail
        self._base = base
        self._title = title
        self._read: dict[Element, Body] = {}

    def find(self) -> Body:
        """The first text; else attachments or pictures alone; else a guess; else the shortest of notices."""
        media: Body | None = None
        short: Body | None = None
        for body, trusted in self._candidates():
            if media and not trusted:
                break
            if self._is_text(body, trusted):
                if trusted:
                    return self._narrowed(body) if smells_of_footer(body.text) else body
                if not self._is_beside_the_text(body):
                    return self._narrowed(body)
                continue
            if not body.lines:
                media = media or (body if body.has_media else None)
            elif self._is_clean(body):
                short = short or body
        return media or self._guessed() or short or self._below_title() or Body([], "nothing")

    def _candidates(self) -> Iterator[tuple[Body, bool]]:
        for css in self._detail.body:
            yield from ((body, True) for body in self._bodies(select(self._page.root, css), css))
        if (marked := marked_body(self._page.html)) is not None:
            yield self._body(parse(marked[0]), f"marker:{marked[1]}"), True
        for names, trusted in ((_SPECIFIC, True), (_GENERIC, False)):
            for name in names:
                yield from ((body, trusted) for body in self._bodies(self._page.names.find(name), name))

    def _bodies(self, found: list[Element], css: str) -> list[Body]:
        """The longest text first: templates use one name for several blocks."""
        if not found or self._is_exhausted():
            return []
        bodies = [self._body(element, f"css:{css}") for element in found[:_LOOKED_AT]]
        return sorted(bodies, key=lambda body: -body.size)

    def _is_exhausted(self) -> bool:
        """Containers may be nested a thousand deep; no honest page needs this much reading."""
        return sum(body.size for body in self._read.values()) > _MOST_READ

    def _body(self, element: Element, how: str) -> Body:
        if element not in self._read:
            self._read[element] = self._read_body(element, how)
        return replace(self._read[element], how=how)

    def _read_body(self, element: Element, how: str) -> Body:
        noise = noise_in(element)
        for css in self._detail.remove:
            noise.update(select(element, css))
        attachments = attachments_in([element], self._base)
        lines = without_info_table(render(element, noise))
        names = labels_in(element) | {one.name for one in attachments}
        lines = without_tail(without_head(lines, self._title), names)
        images, videos = images_in(element, self._base), videos_in(element, self._base)
        return Body(lines, how, element, tuple(attachments), tuple(images), tuple(videos))

    def _is_text(self, body: Body, trusted: bool) -> bool:
        if trusted:
            return bool(body.lines) and (link_share(body.lines) <= _MOST_LINKED or bool(body.attachments))
        return body.size >= self._detail.min_chars and self._is_clean(body)

    def _is_clean(self, body: Body) -> bool:
        return link_share(body.lines) <= _MOST_LINKED and not smells_of_footer(body.text)

    def _is_beside_the_text(self, body: Body) -> bool:
        """Whether the guess is a far longer text that has nothing in common with this one."""
        guess = self._guessed()
        if guess is None or guess.size < _FAR_LONGER * body.size:
            return False
        own = {line.text for line in guess.lines}
        return not any(line.text in own for line in body.lines)

    def _narrowed(self, body: Body) -> Body:
        """The part of a broad container that the guess also takes for the text, with its signature."""
        lines = without_tail(
            before_recommendations(before_footer(body.lines)), {one.name for one in body.attachments}
        )
        if lines:
            body = replace(body, lines=lines)
        guess = self._guessed()
        if guess is None:
            return body
        own = {line.text for line in guess.lines}
        inside = [number for number, line in enumerate(body.lines) if line.text in own]
        if not inside:
            return body
        end = inside[-1] + 1
        while end < len(body.lines) and _SIGNATURE.fullmatch(body.lines[end].text):
            end += 1
        if sum(len(body.lines[number].text) for number in inside) >= body.size * _LEAST_AGREED:
            start = inside[0]
            # The guess often misses a short salutation.
            while start > max(0, inside[0] - _SOON) and not is_beside(body.lines[start - 1]):
                start -= 1
            return replace(body, lines=body.lines[start:end], images=self._unlinked_images(body))
        # A guess far smaller than the container is believed where links to other articles follow it.
        if any(is_beside(line) for line in body.lines[end : end + _SOON]):
            return replace(body, lines=body.lines[:end])
        return body

    def _unlinked_images(self, body: Body) -> tuple[str, ...]:
        """A picture that links to another page belongs to that page."""
        if body.element is None:
            return body.images
        return tuple(images_in(body.element, self._base, linked=False))

    def _below_title(self) -> Body | None:
        """What stands around the title, for notices and pictures too small for any guess."""
        wanted = "".join(self._title.split())
        for heading in self._page.names.find("h1", "h2", "h3", "h4", ".title"):
            if not wanted or "".join(text_of(heading).split()) != wanted:
                continue
            for around in islice(heading.iterancestors(), _LEVELS_UP):
                body = self._body(around, "below the title")
                body = replace(body, lines=_without_last_links(body.lines))
                if smells_of_footer(body.text):
                    break
                if body.lines or body.has_media:
                    return body if link_share(body.lines) <= _MOST_LINKED else None
        return None

    def _guessed(self) -> Body | None:
        if self._detail.fallback == "none":
            return None
        element = self._guess
        if element is None:
            return None
        body = self._body(element, "readability")
        return body if self._is_text(body, trusted=False) else None

    @cached_property
    def _guess(self) -> Element | None:
        return guess(self._page.html)


def _without_last_links(lines: list[Line]) -> list[Line]:
    end = len(lines)
    while end and lines[end - 1].is_links:
        end -= 1
    return lines[:end]
