"""Makes a compiled rule of what its author wrote: lists, or a query."""

from consumers.alerting.compile_lists import Lists
from consumers.alerting.compiled import Alternative, CompiledRule
from consumers.alerting.leaves import label, positive, shown
from consumers.alerting.necessary import necessary_values
from consumers.alerting.rules import Rule
from consumers.alerting.typed_query import read_query
from consumers.alerting.vocabulary import Vocabulary
from consumers.query.ast import Near, Node, Phrase, walk

__all__ = ["CompiledRule", "compile_rule"]


def compile_rule(rule: Rule, vocabulary: Vocabulary) -> CompiledRule:
    """Raises ConfigurationError whose `problems` name the fields with unknown or ambiguous words."""
    if rule.query is None:
        lists = Lists(rule, vocabulary)
        return _compiled(rule, lists.query(), lists.reasons)
    parsed = read_query(rule, vocabulary, vocabulary.zone)
    reasons = [Alternative(label(leaf), shown(leaf, vocabulary), leaf) for leaf in positive(parsed.node)]
    notices = [f"{one.message} (at character {one.position + 1})" for one in parsed.notices]
    if rule.on == "event" and not any(_is_about_state(leaf) for leaf in walk(parsed.node)):
        notices.append("the query says nothing of `state`: plans count too; state:done takes what happened")
    return _compiled(rule, parsed.node, tuple(dict.fromkeys(reasons)), tuple(notices))


def _compiled(
    rule: Rule, node: Node, reasons: tuple[Alternative, ...], notices: tuple[str, ...] = ()
) -> CompiledRule:
    return CompiledRule(
        rule,
        node,
        reasons,
        types=necessary_values(node, "type" if rule.on == "event" else "event_types"),
        keywords=tuple(dict.fromkeys(_keywords(node))),
        notices=notices,
    )


def _keywords(node: Node) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for leaf in positive(node):
        match leaf:
            case Phrase(tokens):
                found.append(tokens)
            case Near(phrases):
                found += phrases
            case _:
                pass
    return found


def _is_about_state(node: Node) -> bool:
    return getattr(node, "field", None) == "state"
