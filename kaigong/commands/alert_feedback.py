"""`kaigong alert feedback`: an alert was wrong, or one is missing."""

from contextlib import closing
from typing import Annotated

import typer

from consumers.alerting.outbox import Outbox
from consumers.index.documents import IndexDocument
from crawler.urls import canonical
from kaigong.app import App
from kaigong.commands._alerts import named
from kaigong.feedback import Feedback, FeedbackStore
from kaigong.output import out, safe
from kaigong.stages.alerter import open_outbox, rule_files, vocabulary
from kaigong.stages.indexer import open_index
from wire import identity, settings
from wire.errors import ConfigurationError
from wire.identity import normalised

_MOST_CHARS = 2_000
_OF_EVENT = ("type", "state", "project", "place_code", "industry", "amount_cny")


def feedback(
    what: Annotated[str, typer.Argument(help="An alert's id; for --missed also an article's id or URL.")],
    wrong: Annotated[bool, typer.Option("--wrong", help="It should not have been told.")] = False,
    missed: Annotated[bool, typer.Option("--missed", help="This article should have been told.")] = False,
    rule: Annotated[str | None, typer.Option(help="With --missed: the rule that should match.")] = None,
    sentence: Annotated[
        str | None, typer.Option(help="With --missed: the sentence that says it, as it stands there.")
    ] = None,
    comment: Annotated[str, typer.Option(help="Why, for whoever mends the rule.")] = "",
) -> None:
    """Store the sentence as a labelled example for the rule, and for measuring the tagger."""
    if wrong is missed:
        raise typer.BadParameter("say either --wrong or --missed")
    app = App(settings.load())
    with closing(open_outbox(app)) as outbox:
        said = _wrong(outbox, what, comment) if wrong else _missed(app, outbox, what, rule, sentence, comment)
    examples, truth = FeedbackStore(app.data.feedback).keep(said, app.clock.now())
    out.print(
        safe(f"{examples}: an example for {said.rule_id}; put it under its `examples:` when you mend it"),
        soft_wrap=True,
    )
    out.print(safe(f"{truth}: the same for the tagger"))


def _wrong(outbox: Outbox, name: str, comment: str) -> Feedback:
    alert = named(outbox, name)
    facts = alert.facts
    text = facts.get("sentence") or facts.get("title")
    return Feedback(
        verdict="wrong",
        rule_id=alert.rule_id,
        text=str(text),
        title=str(facts.get("title") or ""),
        published=_text(facts.get("published")),
        url=_text(facts.get("url")),
        event={name: facts[name] for name in _OF_EVENT if facts.get(name) is not None},
        comment=comment,
    )


def _missed(
    app: App, outbox: Outbox, name: str, rule: str | None, sentence: str | None, comment: str
) -> Feedback:
    alerts = outbox.alerts.beginning_with(name)
    article = _article(app, alerts[0].article_id if len(alerts) == 1 else name)
    rule_id = rule or (alerts[0].rule_id if len(alerts) == 1 else None)
    if rule_id is None:
        raise ConfigurationError("say with --rule which rule should match; `kaigong rule list` shows all")
    current = rule_files(app, vocabulary(app)).current()
    if rule_id not in {one.rule.id for one in (*current.rules, *current.disabled)}:
        raise ConfigurationError(f"no rule is called {rule_id!r}; `kaigong rule list` shows all")
    text, title = str(article["text"]), str(article["title"])
    if sentence and normalised(sentence) not in normalised(f"{title}\n{text}"):
        raise ConfigurationError("the article does not have this sentence; copy it as it stands there")
    return Feedback(
        verdict="missed",
        rule_id=rule_id,
        text=(sentence or text or title)[:_MOST_CHARS],
        title=title,
        home=_text(article.get("region")),
        published=_text(article.get("published")),
        url=_text(article.get("url")),
        comment=comment,
    )


def _article(app: App, name: str) -> IndexDocument:
    article_id = identity.article_id(canonical(name)) if "://" in name else name
    with closing(open_index(app)) as index:
        found = index.get("articles", article_id)
    if found is None:
        raise ConfigurationError(f"no article {name!r} is in the index; `kaigong search` finds it and its id")
    return found


def _text(value: object) -> str | None:
    return None if value is None else str(value)
