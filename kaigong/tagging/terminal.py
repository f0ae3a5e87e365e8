"""A tagged article in the terminal: tags in colour, or in brackets where there is no colour."""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.text import Text

from kaigong.output import plain
from kaigong.tagging.explain import Explanation
from kaigong.tagging.marks import Kind, Mark
from kaigong.tagging.view import Paragraph, View, tokens
from kaigong.tagging.wording import event_facts, industry_line, moment, region_line
from wire.messages import Event, HeldBack, TaggedArticle

_STYLES: dict[Kind, str] = {
    "event": "bold white on red",
    "held": "strike dim",
    "project": "bold yellow",
    "company": "cyan",
    "place": "green",
    "figure": "magenta",
}
_SHOWN_PLACES = 12


class Drawing:
    """`everything` also draws paragraphs without tags; an explanation says what decided each tag."""

    def __init__(
        self, console: Console, zone: ZoneInfo, explanation: Explanation | None, *, everything: bool
    ) -> None:
        self._console = console
        self._zone = zone
        self._everything = everything
        self._explanation = explanation
        self._colour = console.color_system is not None and not console.no_color

    def draw(self, view: View) -> None:
        self._head(view)
        skipped = 0
        for paragraph in view.paragraphs:
            if not (self._everything or paragraph.tagged):
                skipped += bool(paragraph.text.strip())
                continue
            self._skipped(skipped)
            skipped = 0
            self._paragraph(paragraph)
        self._skipped(skipped)

    def _head(self, view: View) -> None:
        if view.found.title:
            self._line(self._marked(view.title), style="bold")
        for name, value in _summary(view.found, self._zone):
            self._line(Text.assemble((f"{name:<11}", "dim"), plain(value)))
        self._below(view.title)

    def _paragraph(self, paragraph: Paragraph) -> None:
        self._line(Text())
        if paragraph.heading is not None:
            self._line(Text(f"── {plain(paragraph.heading)} ──", "bold"))
        self._line(self._marked(paragraph))
        self._below(paragraph)

    def _below(self, paragraph: Paragraph) -> None:
        for event in paragraph.events:
            self._event(event)
        for line in dict.fromkeys(map(held_line, paragraph.held)):
            self._note("held back", line)
        for reason in self._explanation.of(paragraph) if self._explanation else ():
            self._note("why", reason)

    def _event(self, event: Event) -> None:
        facts = " · ".join(map(plain, event_facts(event, self._zone)))
        self._line(Text.assemble((f"  ▸ {event.type} {event.state}", "bold"), f"  {facts}".rstrip()))
        because = f" ({event.reason})" if event.reason else ""
        self._note("evidence", f"“{event.sentence}”{because}")

    def _skipped(self, count: int) -> None:
        if count:
            noun = "paragraph" if count == 1 else "paragraphs"
            self._line(Text(f"\n… {count} {noun} without tags; --all shows them", "dim"))

    def _note(self, name: str, text: str) -> None:
        self._line(Text(f"    {name}: {' '.join(plain(text).split())}", "dim"))

    def _marked(self, paragraph: Paragraph) -> Text:
        text = paragraph.text.rstrip("\n")
        marks = [mark for mark in paragraph.marks if mark.start < len(text)]
        pieces = coloured(text, marks) if self._colour else bracketed(text, marks)
        return Text.assemble(*pieces)

    def _line(self, text: Text, style: str = "") -> None:
        self._console.print(text, style=style, soft_wrap=not self._colour, highlight=False)


def bracketed(text: str, marks: Sequence[Mark]) -> Iterator[tuple[str, str]]:
    """[海州区·320706]: for files, pipes and terminals without colour."""
    around: list[Mark] = []
    for token in tokens(text, marks):
        if isinstance(token, Mark):
            around.append(token)
            yield "[", ""
        elif token is None:
            mark = around.pop()
            yield f"·{plain(mark.note or mark.kind)}]", ""
        else:
            yield _lines(token), ""


def coloured(text: str, marks: Sequence[Mark]) -> Iterator[tuple[str, str]]:
    around: list[Mark] = []
    for token in tokens(text, marks):
        if isinstance(token, Mark):
            around.append(token)
        elif token is None:
            mark = around.pop()
            yield (f"‹{plain(mark.note)}›" if mark.note else ""), "dim"
        else:
            yield _lines(token), " ".join(_STYLES[mark.kind] for mark in around)


def held_line(held: HeldBack) -> str:
    cue = f", “{held.cue}”" if held.cue and held.cue != held.keyword else ""
    return f"{held.keyword} ({held.reason}{cue})"


def _lines(text: str) -> str:
    return "\n".join(map(plain, text.split("\n")))


def _summary(found: TaggedArticle, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    yield "class", found.doc_class + (", cut short" if found.truncated else "")
    if found.published is not None:
        yield "published", moment(found.published, found.published_precision, zone)
    if found.region or found.main_place:
        yield "places", _places(found)
    if found.industries:
        yield "industries", "；".join(map(industry_line, found.industries))
    done = sum(event.state == "done" for event in found.events)
    yield "events", f"{done} done, {len(found.events) - done} not; {len(found.held_back)} words held back"


def _places(found: TaggedArticle) -> str:
    main = f"main {found.main_place}" if found.main_place else "no main place"
    home = f", home {found.region}" if found.region else ""
    counts = region_line(found)
    named = [f"{name} ×{count}" for name, count in list(counts.items())[:_SHOWN_PLACES]]
    more = [f"and {len(counts) - _SHOWN_PLACES} more"] if len(counts) > _SHOWN_PLACES else []
    return f"{main}{home}: {'、'.join([*named, *more])}"
