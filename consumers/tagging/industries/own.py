"""The customer's own industries.yaml: other names of chains, and words that speak of them here."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from consumers.tagging.industries.vocabulary import Chain, Chains, Words
from consumers.tagging.yaml_file import read_model
from wire.errors import ConfigurationError


class OwnIndustry(BaseModel):
    """What the customer says about a chain: its other names, the one that is `shown`, and its words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    chain: str
    names: Words = ()
    shown: str | None = Field(default=None, max_length=40)
    keywords: Words = ()
    not_keywords: Words = ()


class OwnIndustries(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    industries: list[OwnIndustry]


def read_own_industries(path: Path, chains: Chains) -> list[OwnIndustry]:
    """Raises ConfigurationError naming the file and what is wrong in it."""
    own = read_model(OwnIndustries, path).industries
    names = [chain.name for chain in chains.chains]
    unknown = [industry.chain for industry in own if industry.chain not in names]
    if unknown:
        problem = f"no industry is called {'、'.join(unknown)}; `chain` is one of {'、'.join(names)}"
        raise ConfigurationError(f"{path}: {problem}", {str(path): problem})
    return own


def with_own_words(chains: Chains, own: Sequence[OwnIndustry]) -> Chains:
    """A word of the customer's belongs to the customer's chain, and to no other any more."""
    taken = {word for industry in own for word in _words(industry)}
    changed = [
        _changed(chain, [one for one in own if one.chain == chain.name], taken) for chain in chains.chains
    ]
    hidden = (word for industry in own for word in industry.not_keywords)
    masks = tuple(word for word in chains.masks if word not in taken)
    return chains.model_copy(update={"chains": changed, "masks": (*masks, *hidden)})


def own_words(own: Sequence[OwnIndustry]) -> set[str]:
    """Those that speak of the customer's chains."""
    return {word for industry in own for word in (*industry.names, *industry.keywords)}


def _words(industry: OwnIndustry) -> tuple[str, ...]:
    return (*industry.names, *industry.keywords, *industry.not_keywords)


def _changed(chain: Chain, own: Sequence[OwnIndustry], taken: set[str]) -> Chain:
    names = (*_without(chain.names, taken), *(word for industry in own for word in industry.names))
    keywords = (*_without(chain.keywords, taken), *(word for industry in own for word in industry.keywords))
    others = {"everyday": _without(chain.everyday, taken), "weak": _without(chain.weak, taken)}
    return chain.model_copy(update={"names": names, "keywords": keywords, **others})


def _without(words: Sequence[str], taken: set[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in taken)
