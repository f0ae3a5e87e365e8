"""The places of an event: those of its sentence, and what a place in the project's own name is worth."""

from collections.abc import Callable, Sequence

from consumers.tagging.events.statements import Statement
from consumers.tagging.places.mention import Mention
from consumers.tagging.places.region_names import FULL_ENDINGS
from consumers.tagging.text.prepared import Prepared

Ancestors = Callable[[str], Sequence[str]]


def site_codes(
    nearby: Sequence[Mention],
    statement: Statement,
    text: Prepared,
    main: str | None,
    ancestors: Ancestors,
    *,
    of_page: bool,
) -> list[str]:
    """The sites of a sentence; none where the article's main place says more than the project's name does.

    中车株洲所风电基地在包头市投产: the name says where its company is from. 镇江国际生活广场 in an article
    about 京口区 is there, and one of several articles of a page is about its own place.
    """
    sites = [mention for mention in nearby if mention.code and mention.role == "site"]
    outside = [mention for mention in sites if not _is_of_name(mention, statement, text)]
    if outside:
        return [mention.code for mention in outside if mention.code]
    codes = [mention.code for mention in sites if mention.code]
    if main is None:
        return codes
    above = set(ancestors(main))
    return [code for code in codes if not _gives_way(code, main, above, ancestors, of_page=of_page)]


def _is_of_name(mention: Mention, statement: Statement, text: Prepared) -> bool:
    """Whether a place is but the beginning of a name; 海州区 says where something is, also in one."""
    project = statement.project or ""
    if not project or mention.surface.endswith(FULL_ENDINGS):
        return False
    return mention.surface in project or text.chars.startswith(project, mention.end)


def _gives_way(code: str, main: str, above: set[str], ancestors: Ancestors, *, of_page: bool) -> bool:
    if code in above:
        return True
    return of_page and code != main and main not in ancestors(code)
