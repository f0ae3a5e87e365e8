"""Reprints: what one publisher takes over from another."""

from dataclasses import replace
from datetime import datetime, timedelta

from kaigong.demo import markup
from kaigong.demo.dice import Dice
from kaigong.demo.model import DemoArticle
from kaigong.demo.stories import Copy


def reprint(copy: Copy, original: DemoArticle, published: datetime, appears: float) -> DemoArticle:
    site, column = copy.at.split("/")
    title = copy.title or original.title
    lead, *rest = original.paragraphs
    paragraphs = (copy.before + lead, *rest, *filter(None, [copy.after]))
    truth = replace(
        original.truth,
        copy_of=original.id,
        exact_copy=paragraphs == original.paragraphs,
        keyword_hits=markup.keyword_hits("\n".join((title, *paragraphs))),
    )
    return replace(
        original,
        site=site,
        column=column,
        id=f"{original.id}-copy",
        title=title,
        paragraphs=paragraphs,
        published=published,
        appears=appears,
        truth=truth,
    )


def reprinted_at(original: DemoArticle, now: datetime, dice: Dice) -> datetime:
    """Within a day of the original, and before the demo starts."""
    later = original.published + timedelta(minutes=dice.between(40, 1400))
    return min(later, now - timedelta(minutes=5)).replace(second=0, microsecond=0)
