"""Which rule, mask, cue, name or label decided a tag. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from consumers.tagging import Knowledge
from kaigong.tagging.labels import label_of
from kaigong.tagging.view import Paragraph
from kaigong.tagging.wording import figure_value, place_note
from wire.messages import Event, Figure, HeldBack, Place

_SHOWN_CANDIDATES = 12


@dataclass(frozen=True, slots=True)
class Phrases:
    """What is said of a reason, in one language; `methods` by `Place.method`."""

    methods: Mapping[str, str]
    undecided: str
    rather_than: str
    could_be: str
    more: str
    role: str
    no_role: str
    label: str
    surroundings: str
    decided: str
    by: str
    unopposed: str
    held_back: str


ENGLISH = Phrases(
    methods={
        "full": "full name",
        "alias": "another or a former name",
        "short": "short name",
        "local": "short name in a county that is spoken of",
        "zone": "a zone by the name of its region",
        "qualified": "by the name in front of it",
        "prior": "by the home of the source",
        "mention": "by what the text tells of its city",
        "list": "by the other names of its list",
        "visit": "by where people went",
        "province": "by its city in the text and the province of the source",
    },
    undecided="undecided",
    rather_than="rather than",
    could_be="could be",
    more="{} more",
    role="role",
    no_role="no role: no label for it in its clause",
    label="by the label “{word}” at {position}",
    surroundings="by what is counted around it",
    decided="rule",
    by="by",
    unopposed="nothing spoke against it",
    held_back="held back",
)
CHINESE = Phrases(
    methods={
        "full": "全称",
        "alias": "别称或旧称",
        "short": "简称",
        "local": "文中所说县区内的简称",
        "zone": "以所在地命名的开发区",
        "qualified": "由前面的地名判定",
        "prior": "由来源所属地区判定",
        "mention": "由文中所述城市判定",
        "list": "由并列的地名判定",
        "visit": "由到访地判定",
        "province": "由文中城市与来源所属省份判定",
    },
    undecided="未能判定",
    rather_than="而非",
    could_be="可能是",
    more="另有 {} 个",
    role="角色",
    no_role="无角色：所在分句没有说明它的词",
    label="依据标签“{word}”（位置 {position}）",
    surroundings="由前后所说的事物判定",
    decided="规则",
    by="依据",
    unopposed="没有相反的词",
    held_back="未采用",
)


class Explanation:
    def __init__(self, knowledge: Knowledge, phrases: Phrases) -> None:
        self._gazetteer = knowledge.gazetteer
        self._say = phrases

    def of(self, paragraph: Paragraph) -> Iterator[str]:
        """One line for every tag of a paragraph, in the order of the tags; a repeated one once."""
        lines = [
            *map(self._place, paragraph.places),
            *(self._figure(figure, paragraph) for figure in paragraph.figures),
            *map(self._event, paragraph.events),
            *map(self._held, paragraph.held),
        ]
        yield from dict.fromkeys(lines)

    def _place(self, place: Place) -> str:
        said = f"{place.surface} → {place_note(place)}"
        how = self._say.undecided
        if place.code:
            said += f" {self._gazetteer.entry(place.code).full_name}"
            how = self._say.methods.get(place.method, place.method)
        meanings = place.candidates or [entry.code for entry in self._gazetteer.resolve(place.surface)]
        others = [code for code in meanings if code != place.code]
        if not others:
            return f"{said}: {how}"
        lead = self._say.rather_than if place.code else self._say.could_be
        return f"{said}: {how}; {lead} {self._few(others)}"

    def _figure(self, figure: Figure, paragraph: Paragraph) -> str:
        value = figure_value(figure)
        if figure.role is None:
            return f"{value}: {self._say.no_role}"
        role = f"{value}: {self._say.role} {figure.role}"
        label = label_of(figure, paragraph.text, paragraph.start)
        if label is None:
            return f"{role}, {self._say.surroundings}"
        return f"{role}, {self._say.label.format(word=label[0], position=label[1])}"

    def _event(self, event: Event) -> str:
        rule = f"{self._say.decided} {event.type}" + (f", {event.rule}" if event.rule else "")
        cue = f"{self._say.by} “{event.reason}”" if event.reason else self._say.unopposed
        return f"{event.type} → {event.state}: {rule}, {cue}; {event.confidence:.2f}"

    def _held(self, held: HeldBack) -> str:
        cue = f", {self._say.by} “{held.cue}”" if held.cue else ""
        rule = held.rule or held.type
        return f"{held.keyword} {self._say.held_back}: {held.reason}; {self._say.decided} {rule}{cue}"

    def _few(self, codes: list[str]) -> str:
        shown = [f"{code} {self._gazetteer.entry(code).full_name}" for code in codes[:_SHOWN_CANDIDATES]]
        if len(codes) > _SHOWN_CANDIDATES:
            shown.append(self._say.more.format(len(codes) - _SHOWN_CANDIDATES))
        return ", ".join(shown)
