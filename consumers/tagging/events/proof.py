"""The sentences that prove the rules of events: what each rule says of them must come out."""

from pathlib import Path

from consumers.tagging.events.finding import Context, EventFinder
from consumers.tagging.events.rules import EventRules, Sentence
from consumers.tagging.events.statements import Statement
from consumers.tagging.figures.finding import find as find_figures
from consumers.tagging.names.finding import NameFinder
from consumers.tagging.text.prepared import Prepared
from wire.errors import ConfigurationError


def check_rules(rules: EventRules, names: NameFinder, path: Path) -> None:
    """Raises ConfigurationError naming the file and every rule and sentence that do not agree.

    A type that is off is proved among all types: switching it on must not break another.
    """
    finders = {True: EventFinder(rules, names), False: EventFinder(rules.all_enabled(), names)}
    problems = {
        f"rule {rule.type}, sentence {sentence.text}": problem
        for rule in rules.rules
        for sentence in rule.tests
        if (problem := _problem(finders[rule.enabled], rule.type, sentence))
    }
    if problems:
        listed = "; ".join(f"{where} ({what})" for where, what in problems.items())
        raise ConfigurationError(f"{path}: these do not come out as wanted: {listed}", problems)


def _problem(finder: EventFinder, event_type: str, sentence: Sentence) -> str | None:
    text = Prepared(sentence.text)
    found = finder.find(text, find_figures(text), (), Context()).statements
    of_type = [statement for statement in found if statement.type == event_type]
    if not of_type or sentence.want == "none":
        state = of_type[0].state if of_type else "none"
        return None if state == sentence.want else f"wanted {sentence.want}, got {state}"
    wanted = {"state": sentence.want, **sentence.model_dump(exclude={"text", "want"}, exclude_none=True)}
    got = _facts(of_type[0])
    differing = [
        f"{key}: wanted {value}, got {got[key]}" for key, value in wanted.items() if got[key] != value
    ]
    return ", ".join(differing) or None


def _facts(statement: Statement) -> dict[str, str | int | bool | None]:
    return {
        "state": statement.state,
        "named": statement.project is not None,
        "project": statement.project,
        "aggregate": statement.aggregate,
    }
