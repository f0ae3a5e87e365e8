"""The facts of an alert: all that a mail, the console or a downstream reader needs, without the article."""

from consumers.alerting.compiled import CompiledRule
from consumers.alerting.model import Facts
from consumers.alerting.vocabulary import Vocabulary
from wire.messages import Event, TaggedArticle
from wire.text import runs

MAX_TITLE_CHARS = 300
MAX_SENTENCE_CHARS = 500
_MAX_URL_CHARS = 2_000
_MAX_WHY_CHARS = 1_000
_MAX_LIST = 20
_MAX_WORDS = 10


def event_facts(
    article: TaggedArticle, event: Event, match: CompiledRule, why: str, vocabulary: Vocabulary
) -> Facts:
    sentence = event.sentence[:MAX_SENTENCE_CHARS]
    return {
        **_article_facts(article, match, why, vocabulary),
        "sentence": sentence,
        "words": _words(sentence, match, _evidence(article, event)),
        "type": event.type,
        "state": event.state,
        "project": event.project and event.project[:MAX_TITLE_CHARS],
        "parties": [party[:MAX_TITLE_CHARS] for party in event.parties[:_MAX_LIST]],
        "aggregate": event.aggregate,
        "place": _place(event.main_place, article, vocabulary),
        "place_full": _full_place(event.main_place, vocabulary),
        "place_code": event.main_place,
        "industry": event.main_industry,
        "industry_name": _shown_industry(event.main_industry, vocabulary),
        "amount_cny": event.amount_cny,
        "area_m2": event.area_m2,
    }


def article_facts(article: TaggedArticle, match: CompiledRule, why: str, vocabulary: Vocabulary) -> Facts:
    """The sentence is the first with a keyword in it, else the beginning of the text."""
    sentence = _first_hit(article.text, match)
    return {
        **_article_facts(article, match, why, vocabulary),
        "sentence": sentence,
        "words": _words(sentence, match, None),
        "place": _place(article.main_place, article, vocabulary),
        "place_full": _full_place(article.main_place, vocabulary),
        "place_code": article.main_place,
        "industry": article.main_industry,
        "industry_name": _shown_industry(article.main_industry, vocabulary),
    }


def _shown_industry(name: str | None, vocabulary: Vocabulary) -> str | None:
    return None if name is None else vocabulary.shown_industries.get(name, name)


def _article_facts(article: TaggedArticle, match: CompiledRule, why: str, vocabulary: Vocabulary) -> Facts:
    return {
        "on": match.rule.on,
        "rule_name": match.rule.title,
        "owner": match.rule.owner or None,
        "why": why[:_MAX_WHY_CHARS],
        "title": article.title[:MAX_TITLE_CHARS],
        # A link that was cut would lead somewhere else.
        "url": article.url if article.url and len(article.url) <= _MAX_URL_CHARS else None,
        "source_id": article.source_id,
        "source_name": vocabulary.source_name(article.source_id),
        "publisher": article.publisher and article.publisher[:MAX_TITLE_CHARS],
        "published": article.published.isoformat() if article.published else None,
        "published_precision": article.published_precision,
        "first_seen": article.first_seen.isoformat(),
    }


def _place(code: str | None, article: TaggedArticle, vocabulary: Vocabulary) -> str | None:
    if code is None:
        return None
    named = next((place.name for place in article.places if place.code == code and place.name), None)
    return vocabulary.regions.name_of(code) or named


def _full_place(code: str | None, vocabulary: Vocabulary) -> str | None:
    """With city and province: 海州区 alone is two places."""
    found = vocabulary.regions.resolve(code) if code else ()
    return found[0].full_name if len(found) == 1 else None


def _evidence(article: TaggedArticle, event: Event) -> str | None:
    if event.start is None or event.end is None:
        return None
    return article.text[event.start : event.end]


def _words(sentence: str, match: CompiledRule, evidence: str | None) -> list[str]:
    """The surface forms in the sentence that are worth marking: the event's word and the rule's keywords."""
    found = [evidence] if evidence and evidence in sentence else []
    found += [sentence[start:end] for start, end in _hits(sentence, match)]
    return list(dict.fromkeys(found))[:_MAX_WORDS]


def _hits(text: str, match: CompiledRule) -> list[tuple[int, int]]:
    """Spans of the rule's keywords, in order."""
    keywords = match.keywords
    spans: list[tuple[int, int]] = []
    for run in runs(text) if keywords else ():
        tokens = tuple(token.text for token in run)
        for keyword in keywords:
            length = len(keyword)
            spans += [
                (run[i].start, run[i + length - 1].end)
                for i in range(len(tokens) - length + 1)
                if tokens[i : i + length] == keyword
            ]
    return sorted(spans)


def _first_hit(text: str, match: CompiledRule) -> str:
    """The sentence around the first keyword, trimmed around it when it is very long."""
    hits = _hits(text, match)
    start, end = hits[0] if hits else (0, 0)
    begins = max(text.rfind(mark, 0, start) for mark in "。！？\n") + 1
    ends = min(found if (found := text.find(mark, end)) >= 0 else len(text) for mark in "。！？\n") + 1
    begins = max(begins, start - MAX_SENTENCE_CHARS // 2)
    return text[begins : min(ends, begins + MAX_SENTENCE_CHARS)].strip()
