"""Everything the tagger knows: its data files, loaded and proved once."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from consumers.tagging.events.finding import EventFinder
from consumers.tagging.events.own import with_own
from consumers.tagging.events.proof import check_rules
from consumers.tagging.events.rules import EventRules
from consumers.tagging.industries.finding import IndustryFinder
from consumers.tagging.industries.likeness import Likeness, LikenessModel
from consumers.tagging.industries.model import IndustryJudge, IndustryModel
from consumers.tagging.industries.own import own_words, read_own_industries, with_own_words
from consumers.tagging.industries.scores import IndustryScores
from consumers.tagging.industries.vocabulary import Chains
from consumers.tagging.names.finding import NameFinder, NameWords
from consumers.tagging.names.parties import PartyFinder
from consumers.tagging.places.aliases import Alias, read_aliases
from consumers.tagging.places.finding import PlaceFinder
from consumers.tagging.places.gazetteer import Gazetteer
from consumers.tagging.places.surfaces import ShortNames
from consumers.tagging.text.document_class import DocumentClassifier
from consumers.tagging.yaml_file import read_model
from wire.errors import ConfigurationError

_DATA = Path(__file__).parent / "data"
_FILES = (
    "regions.csv",
    "aliases.yaml",
    "short_names.yaml",
    "names.yaml",
    "events.yaml",
    "industries.yaml",
    "industry_likeness.yaml",
    "industry_model.yaml",
    "simplified.txt",
)


@dataclass(frozen=True)
class Knowledge:
    """`data_version` changes with every byte of the data; `event_types` is keyword → event type.

    `shown_industries` has the customer's names of chains, where there are any.
    """

    gazetteer: Gazetteer
    short_names: ShortNames
    events: EventFinder
    names: NameFinder
    parties: PartyFinder
    industries: IndustryFinder
    industry_scores: IndustryScores
    classifier: DocumentClassifier
    event_types: dict[str, str]
    shown_industries: dict[str, str]
    data_version: str

    @classmethod
    def load(
        cls,
        folder: Path = _DATA,
        own_aliases: Path | None = None,
        own_events: Path | None = None,
        own_industries: Path | None = None,
    ) -> "Knowledge":
        """Read the data files, and the customer's own files where they exist.

        Raises ConfigurationError naming the file, or the rule and its sentence.
        """
        own, theirs, named = _existing(own_aliases), _existing(own_events), _existing(own_industries)
        gazetteer = _gazetteer(folder, own)
        rules = read_model(EventRules, folder / "events.yaml")
        if theirs is not None:
            rules = with_own(rules, theirs)
        words = read_model(NameWords, folder / "names.yaml")
        names = NameFinder(words)
        shipped = read_model(Chains, folder / "industries.yaml")
        called = read_own_industries(named, shipped) if named is not None else []
        chains = with_own_words(shipped, called)
        industries = IndustryFinder(chains)
        likeness = read_model(LikenessModel, folder / "industry_likeness.yaml")
        model = read_model(IndustryModel, folder / "industry_model.yaml")
        knowledge = cls(
            gazetteer=gazetteer,
            short_names=read_model(ShortNames, folder / "short_names.yaml"),
            events=EventFinder(rules, names),
            names=names,
            parties=PartyFinder(words, names),
            industries=industries,
            industry_scores=IndustryScores(
                chains, IndustryJudge(model, own_words(called)), Likeness(likeness)
            ),
            classifier=DocumentClassifier(rules.plan_titles, rules.news_titles),
            event_types=rules.types,
            shown_industries={one.chain: one.shown for one in called if one.shown},
            data_version=_version(folder, own, theirs, named),
        )
        check_rules(rules, names, theirs or folder / "events.yaml")
        return knowledge

    @cached_property
    def places(self) -> PlaceFinder:
        """Built when somebody tags: rules, searches and the operators' watch only look names up."""
        return PlaceFinder(self.gazetteer, self.short_names)


def _gazetteer(folder: Path, own: Path | None) -> Gazetteer:
    """An alias of the customer's comes before one that ships with Kaigong."""
    aliases = read_aliases(folder / "aliases.yaml")
    theirs: list[Alias] = read_aliases(own) if own is not None else []
    gazetteer = Gazetteer.load(folder / "regions.csv", [*aliases, *theirs])
    unknown = {alias.name: alias.code for alias in theirs if not gazetteer.knows(alias.code)}
    if unknown:
        listed = "、".join(f"{name} ({code})" for name, code in unknown.items())
        raise ConfigurationError(f"{own}: no region has the code of {listed}", unknown)
    return gazetteer


def _existing(path: Path | None) -> Path | None:
    return path if path is not None and path.is_file() else None


def _version(folder: Path, *own: Path | None) -> str:
    digest = hashlib.sha256()
    for path in (*(folder / name for name in _FILES), *own):
        digest.update(path.read_bytes() if path else b"-")
    return digest.hexdigest()[:12]
