"""A compiled rule: its query, and what is needed to say why it matched."""

from dataclasses import dataclass

from consumers.alerting.rules import Rule
from consumers.query.ast import Node
from consumers.query.document import Document
from consumers.query.matcher import matches


@dataclass(frozen=True, slots=True)
class Alternative:
    """One word of a rule's list, as the rule has it, or one part of its query; and what it stands for."""

    label: str
    shown: str
    node: Node


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """`reasons` are the parts of the rule that a match may come from.

    A match has one of the event `types` (None: any, or not known).
    `keywords` are the token sequences that the rule looks for. `notices` tell its author what of a query was
    read other than it was typed.
    """

    rule: Rule
    node: Node
    reasons: tuple[Alternative, ...]
    types: frozenset[str] | None
    keywords: tuple[tuple[str, ...], ...]
    notices: tuple[str, ...] = ()

    def explain(self, document: Document) -> str:
        """Why a document that matches does: 类型=开工，地区=海州区."""
        reasons: dict[str, list[str]] = {}
        for one in self.reasons:
            if matches(one.node, document):
                reasons.setdefault(one.label, []).append(one.shown)
        return "，".join(f"{label}={'、'.join(dict.fromkeys(shown))}" for label, shown in reasons.items())
