"""Hits as a person wants to see them: the sentence, and the words in it."""

from consumers.alerting.compiled import CompiledRule
from consumers.alerting.vocabulary import Vocabulary
from consumers.query.ast import TEXT_FIELDS
from consumers.query.highlight import highlight, spans
from consumers.query.matcher import prepare_article, prepare_event
from kaigong.rule_trial.report import Sample, Span
from wire.messages import Event, TaggedArticle
from wire.text import phrase

_ENDS = "。！？\n"
_MAX_CHARS = 300
_BEGINNING_CHARS = 100


def event_sample(compiled: CompiledRule, words: Vocabulary, article: TaggedArticle, event: Event) -> Sample:
    sentence = event.sentence[:_MAX_CHARS]
    said = {tuple(run) for word in _words_of(words, event.type) for run in phrase(word)}
    return Sample(
        title=article.title,
        shown_at=article.shown_at.isoformat(),
        source_id=article.source_id,
        url=article.url,
        sentence=sentence,
        marks=spans(sentence, said | set(compiled.keywords)),
        why=compiled.explain(prepare_event(article, event)),
        place=_place(words, event.main_place),
        type=event.type,
        state=event.state,
        project=event.project,
        amount_cny=event.amount_cny,
    )


def article_sample(compiled: CompiledRule, words: Vocabulary, article: TaggedArticle) -> Sample:
    sentence, marks = _snippet(compiled, article)
    return Sample(
        title=article.title,
        shown_at=article.shown_at.isoformat(),
        source_id=article.source_id,
        url=article.url,
        sentence=sentence,
        marks=marks,
        why=compiled.explain(prepare_article(article)),
        place=_place(words, article.main_place),
    )


def sentence_around(text: str, start: int, end: int) -> tuple[str, Span]:
    """The sentence that holds the span, cut around it where it is very long, and where the span is in it."""
    first = max(text.rfind(mark, 0, start) for mark in _ENDS) + 1
    first = max(first, start - _MAX_CHARS // 2)
    last = min((at for mark in _ENDS if (at := text.find(mark, end)) >= 0), default=len(text)) + 1
    sentence = text[first : min(last, first + _MAX_CHARS)]
    lead = len(sentence) - len(sentence.lstrip())
    return sentence.strip(), (start - first - lead, end - first - lead)


def _snippet(compiled: CompiledRule, article: TaggedArticle) -> tuple[str, list[Span]]:
    found = highlight(compiled.node, {name: getattr(article, name) for name in TEXT_FIELDS})
    for field in reversed(TEXT_FIELDS):
        if field in found:
            snippet = found[field][0]
            return snippet.text, list(snippet.marks)
    return article.text[:_BEGINNING_CHARS], []


def _words_of(words: Vocabulary, event_type: str) -> list[str]:
    return [word for word, meant in words.event_types.items() if meant == event_type]


def _place(words: Vocabulary, code: str | None) -> str | None:
    return None if code is None else words.regions.name_of(code) or code
