"""Tagged articles as one self-contained page: no script, nothing loaded, all text escaped."""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from consumers.alerting.wording import STATE_NAMES
from kaigong.output import plain
from kaigong.tagging.explain import Explanation
from kaigong.tagging.marks import Kind, Mark
from kaigong.tagging.view import Paragraph, View, tokens
from kaigong.tagging.wording import event_facts, industry_line, moment, region_line

KINDS: dict[Kind, str] = {
    "event": "项目事件",
    "held": "未采用的词",
    "project": "项目",
    "company": "企业",
    "place": "地区",
    "figure": "数字",
}
CLASSES = {
    "news": "新闻", "plan": "规划", "notice": "公告", "statistics": "统计", "newspaper": "报纸版面",
}  # fmt: skip
ROLES = {
    "hq": "总部", "origin": "来源地", "venue": "会场", "dateline": "电头", "publisher": "发布",
}  # fmt: skip


class Page:
    def __init__(self, zone: ZoneInfo, explanation: Explanation | None, *, everything: bool) -> None:
        self._everything = everything
        self._explanation = explanation
        templates = Environment(
            loader=PackageLoader("kaigong.tagging", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        templates.filters |= {
            "clean": _clean,
            "moment": lambda found: moment(found.published, found.published_precision, zone),
            "facts": lambda event: event_facts(event, zone),
            "regions": region_line,
            "industry": industry_line,
        }
        self._templates = templates

    def write(self, views: Sequence[View]) -> str:
        style = self._templates.get_template("tags.css").render()
        return self._templates.get_template("tags.html").render(
            views=views,
            style=Markup(style),  # noqa: S704 - ours; the policy of the page allows this style and no other
            style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
            kinds=KINDS,
            states=STATE_NAMES,
            classes=CLASSES,
            marked=marked,
            shown=self._shown,
            reasons=self._reasons,
        )

    def _shown(self, view: View) -> list[Paragraph]:
        return [one for one in view.paragraphs if one.text.strip() and (self._everything or one.tagged)]

    def _reasons(self, paragraph: Paragraph) -> list[str]:
        return list(self._explanation.of(paragraph)) if self._explanation else []


def marked(paragraph: Paragraph) -> Markup:
    """The text, escaped, with an element for every mark."""
    return Markup().join(_pieces(paragraph))


def _pieces(paragraph: Paragraph) -> Iterator[Markup]:
    text = paragraph.text.rstrip("\n")
    around: list[Mark] = []
    for token in tokens(text, [mark for mark in paragraph.marks if mark.start < len(text)]):
        if isinstance(token, Mark):
            around.append(token)
            yield Markup('<mark class="{}">').format(token.kind)
        elif token is None:
            mark = around.pop()
            yield Markup("<small>{}</small></mark>").format(_note(mark)) if mark.note else Markup("</mark>")
        else:
            yield escape(_clean(token))


def _note(mark: Mark) -> str:
    """Roles and states as the reader calls them."""
    words = _clean(mark.note).split(" ")
    names = ROLES if mark.kind == "place" else STATE_NAMES if mark.kind == "event" else {}
    return " ".join(names.get(word, word) for word in words)


def _clean(text: str) -> str:
    """Without characters that no page may hold, or that turn the direction of what follows; lines stay."""
    return "\n".join(map(plain, text.split("\n")))
