"""What the tagger found in a text, and what of it a rule misses, in one line for its author."""

from collections.abc import Iterable, Iterator

from consumers.alerting.compiled import CompiledRule
from consumers.alerting.leaves import described
from consumers.alerting.vocabulary import Vocabulary
from consumers.alerting.wording import STATE_NAMES
from consumers.query.ast import And, Node
from consumers.query.document import Document
from consumers.query.matcher import matches, prepare_article, prepare_event
from wire.messages import Event, HeldBack, TaggedArticle

_MOST = 5


def told(event: Event, vocabulary: Vocabulary) -> str:
    """开工（计划：拟于，海州区，云台新材料产业园）"""
    state = STATE_NAMES.get(event.state, event.state)
    cue = f"：{event.reason}" if event.reason and event.state != "done" else ""
    place = vocabulary.regions.name_of(event.main_place) if event.main_place else None
    known = (f"{state}{cue}", place or "地区不明", event.project or "无项目名")
    return f"{event.type}（{'，'.join(known)}）"


def missing(compiled: CompiledRule, article: TaggedArticle, vocabulary: Vocabulary) -> str:
    """Why the rule does not match: what was found, held back, or is open."""
    lines = list(_findings(compiled, article, vocabulary))
    lines += _open_places(article)
    return "; ".join(lines[:_MOST])


def _findings(compiled: CompiledRule, article: TaggedArticle, vocabulary: Vocabulary) -> Iterator[str]:
    if compiled.rule.on == "article":
        yield f"it lacks {_lacking(compiled.node, prepare_article(article), vocabulary)}"
        return
    for event in article.events:
        lacking = _lacking(compiled.node, prepare_event(article, event), vocabulary)
        yield f"{told(event, vocabulary)} lacks {lacking}"
    spans = {(event.start, event.end) for event in article.events}
    unheard = [held for held in article.held_back if (held.start, held.end) not in spans]
    yield from dict.fromkeys(map(_held, unheard))
    if not article.events and not unheard:
        yield "no event was found in it"


def _held(held: HeldBack) -> str:
    return f"“{held.keyword}” was held back: {held.reason}"


def _lacking(node: Node, document: Document, vocabulary: Vocabulary) -> str:
    return "，".join(described(part, vocabulary) for part in _unmatched(node, document))


def _unmatched(node: Node, document: Document) -> Iterable[Node]:
    parts = node.parts if isinstance(node, And) else (node,)
    return [part for part in parts if not matches(part, document)]


def _open_places(article: TaggedArticle) -> Iterator[str]:
    for place in article.places:
        if place.code is None and place.candidates:
            yield (
                f"“{place.surface}” may be {' or '.join(place.candidates)}: "
                "write the city too, or give the example a `home`"
            )
