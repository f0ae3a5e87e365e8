"""From luqum's tree to ours."""

import re
from dataclasses import replace

from luqum import tree

from consumers.query.ast import And, Everything, Exists, Node, Not, Or
from consumers.query.errors import QueryError
from consumers.query.grammar import operands
from consumers.query.known_values import Field
from consumers.query.repaired import Repaired
from consumers.query.terms import FieldTerms, Sign
from consumers.query.text_terms import Typed, nearness

_OPERATIONS = (tree.AndOperation, tree.OrOperation, tree.UnknownOperation)


class Reading:
    """One method per kind of node; `of` is the field in whose parentheses it stands."""

    def __init__(self, repaired: Repaired, terms: FieldTerms) -> None:
        self._repaired = repaired
        self._terms = terms

    def node(self, item: tree.Item, of: Field | None = None) -> Node:
        negated = False
        while isinstance(item, tree.Not | tree.Prohibit):
            negated = not negated
            item = item.children[0]
        node = self._positive(item, of)
        return Not(node) if negated else node

    def _positive(self, item: tree.Item, of: Field | None) -> Node:
        match item:
            case tree.Group() | tree.FieldGroup():
                return self.node(item.children[0], of)
            case tree.SearchField():
                return self._search_field(item, of)
            case tree.Word() | tree.Phrase():
                return self._value(self._typed(item), of)
            case tree.Proximity():
                return self._near(item, of)
            case tree.Range() | tree.From() | tree.To():
                return self._range(item, of)
            case _ if isinstance(item, _OPERATIONS):
                return self._operation(item, of)
            case _:
                raise QueryError("this is not supported", position=self._repaired.position(item.pos))

    def _operation(self, item: tree.BaseOperation, of: Field | None) -> Node:
        kind, found = operands(item, self._repaired)
        parts = tuple(self.node(one, of) for one in found)
        return Or(parts) if kind == "OR" else And(parts)

    def _search_field(self, item: tree.SearchField, of: Field | None) -> Node:
        position = self._repaired.position(item.pos)
        if of is not None:
            raise QueryError(
                f"a field inside the values of {of.typed}",
                position=position,
                hint=f"put {item.name}:… outside, or the text in quotation marks",
            )
        if item.name == "*" and str(item.expr).strip() == "*":
            return Everything()
        if item.name == "_exists_" and isinstance(item.expr, tree.Word):
            named = self._typed(item.expr)
            return Exists(self._terms.field(named.text, named.position).name)
        return self.node(item.expr, self._terms.field(item.name, position))

    def _value(self, typed: Typed, of: Field | None) -> Node:
        if of is not None:
            return self._terms.value(of, typed)
        if typed.text == "*" and not typed.quoted:
            return Everything()
        return self._terms.text(typed, None)

    def _near(self, item: tree.Proximity, of: Field | None) -> Node:
        typed = self._typed(item.children[0])
        if of is not None and of.type != "tokens":
            raise QueryError(f"{of.typed} is no text to be near in", position=typed.position)
        return nearness(typed, int(item.degree), of.name if of else None)

    def _range(self, item: tree.Range | tree.From | tree.To, of: Field | None) -> Node:
        if of is None:
            raise QueryError(
                "a comparison stands behind no field",
                position=self._repaired.position(item.pos),
                hint="write for example amount>=1亿 or shown_at:[2026-03-01 TO 2026-03-07]",
            )
        if isinstance(item, tree.Range):
            low: Sign = ">=" if item.include_low else ">"
            high: Sign = "<=" if item.include_high else "<"
            return self._terms.between(of, (low, self._typed(item.low)), (high, self._typed(item.high)))
        sign: Sign = ">" if isinstance(item, tree.From) else "<"
        if item.include:
            sign = ">=" if sign == ">" else "<="
        return self._terms.compared(of, sign, self._typed(item.children[0]))

    def _typed(self, item: tree.Item) -> Typed:
        position = self._repaired.position(item.pos)
        if isinstance(item, tree.Prohibit):
            bound = self._typed(item.children[0])
            return replace(bound, text=f"-{bound.text}", position=position)
        if isinstance(item, tree.Phrase):
            return Typed(re.sub(r"\\(.)", r"\1", item.value[1:-1], flags=re.DOTALL), position, quoted=True)
        return Typed(item.value, position)
