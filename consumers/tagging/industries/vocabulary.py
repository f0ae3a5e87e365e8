"""The vocabulary of the twenty chains, as industries.yaml has it."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from consumers.tagging.text.reading import folded


def _listed(words: Any) -> Any:
    """Words with blanks between them, or a list; in the form that matching sees."""
    listed = words.split() if isinstance(words, str) else words
    if not isinstance(listed, list | tuple):
        return listed
    return tuple(dict.fromkeys(folded(word.strip())[0] if isinstance(word, str) else word for word in listed))


Words = Annotated[tuple[Annotated[str, Field(min_length=2, max_length=40)], ...], BeforeValidator(_listed)]


class Chain(BaseModel):
    """`gb` lists divisions, groups or classes of GB/T 4754-2017; `names` are what the chain is also called.

    `keywords` speak for themselves, and so do `signs`, characters that stand in hardly any other words;
    `everyday` words are what everybody eats, wears, owns or visits; `weak` words are also a tool or a figure
    of speech. What `is_material` is what goods of others are made of; what `is_service` makes none.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    gb: list[str] = Field(min_length=1)
    names: Words = ()
    keywords: Words = Field(min_length=15)
    everyday: Words = ()
    weak: Words = ()
    signs: str = ""
    is_material: bool = False
    is_service: bool = False


class Turn(BaseModel):
    """A word of one of the chains `of`, `followed` by this, speaks of the chain `to`; `also`: of both."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    of: list[str]
    to: str
    followed: list[str]
    also: bool = False


class InPassing(BaseModel):
    """A word of one of the chains `of` with this in front of it is not what the text is about."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    of: list[str]
    before: list[str]
    unless_made: bool = False


class AsideClause(BaseModel):
    """In a clause with one of these, a word of one of the chains `of` is not what the text is about."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    of: list[str]
    having: list[str] = Field(min_length=1)


class Chains(BaseModel):
    """`masks` are longer words in which a keyword means nothing; `makers`, `production_sites`, `duties` and
    `errands` tell what a sentence is about. Lists are of regular expressions.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    masks: Words
    production: Annotated[tuple[str, ...], BeforeValidator(_listed)]
    offices: list[str]
    makers: Words
    production_sites: Words
    duties: Words
    errands: Words
    customers: list[str]
    in_passing: list[InPassing]
    aside: list[str]
    aside_clauses: list[AsideClause]
    turns: list[Turn]
    chains: list[Chain]

    @model_validator(mode="after")
    def _means_one_thing(self) -> Self:
        chain_of: dict[str, str] = {}
        names = {chain.name for chain in self.chains}
        for chain in self.chains:
            for word in (*chain.names, *chain.keywords, *chain.everyday, *chain.weak):
                if chain_of.setdefault(word, chain.name) != chain.name:
                    raise ValueError(f"{word} belongs to {chain_of[word]} and to {chain.name}")
        for turn in self.turns:
            if unknown := {*turn.of, turn.to} - names:
                raise ValueError(f"a turn names chains that there are not: {'、'.join(sorted(unknown))}")
        for where, said in (("in_passing", self.in_passing), ("aside_clauses", self.aside_clauses)):
            if unknown := {name for one in said for name in one.of} - names:
                raise ValueError(f"`{where}` names chains that there are not: {'、'.join(sorted(unknown))}")
        return self
