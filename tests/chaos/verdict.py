"""Compares what was left behind with the generator's truth; knows nothing of how it came about."""

import base64
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from chaos.evidence import ARTICLES, DEAD_LETTERS, EVENTS, TAGGED, Evidence, TopicRecord

Truth = dict[str, Any]


def problems(truth: Truth, found: Evidence) -> Iterator[str]:
    """One line each, beginning with lost, duplicate, unexpected or wrong; none where all is as it must be."""
    yield from _stream(truth, found)
    yield from _dead_letters(truth, found)
    yield from _index(truth, found)
    yield from _alert_documents(found)


def _stream(truth: Truth, found: Evidence) -> Iterator[str]:
    """What was published twice may be told twice, under the same id; nothing else."""
    known = {one["article_id"]: one["revision"] for one in truth["articles"]}
    wanted = {(id_, revision) for id_, last in known.items() for revision in range(1, last + 1)}
    published = _revisions(record for record in found.topics[ARTICLES] if record.key not in truth["poison"])
    yield from _compare("article published", wanted, published, at_most=None)
    for topic in (TAGGED, EVENTS):
        yield from _compare(f"record on {topic}", wanted, _revisions(found.topics[topic]), at_most=published)
    stories = defaultdict(set)
    for record in found.topics[TAGGED]:
        if record.payload:
            stories[record.key].add(record.payload["story_id"])
    for story in truth["stories"]:
        given = {id_ for article in story["articles"] for id_ in stories[article]}
        if len(given) != 1 or not given <= set(story["articles"]):
            yield f"wrong: {story['code']} has the stories {sorted(given)}"


def _revisions(records: Iterable[TopicRecord]) -> Counter[Any]:
    return Counter((one.key, one.payload["revision"] if one.payload else None) for one in records)


def _compare(
    what: str, wanted: Iterable[Any], found: Counter[Any], *, at_most: Mapping[Any, int] | None
) -> Iterator[str]:
    wanted = set(wanted)
    for one in sorted(wanted - set(found)):
        yield f"lost: {what} {one}"
    for one in sorted(set(found) - wanted, key=str):
        yield f"unexpected: {what} {one}"
    for one, copies in found.items():
        if one in wanted and at_most is not None and copies > at_most.get(one, 1):
            yield f"duplicate: {what} {one}: {copies} times"


def _dead_letters(truth: Truth, found: Evidence) -> Iterator[str]:
    """Each poison record exactly once as often as it was published, with its bytes; from the tagger only."""
    published = Counter(one.key for one in found.topics[ARTICLES] if one.key in truth["poison"])
    yield from (f"lost: poison published {key}" for key in sorted(set(truth["poison"]) - set(published)))
    for topic in DEAD_LETTERS:
        letters = Counter(one.key for one in found.topics[topic])
        wanted = published if topic == DEAD_LETTERS[0] else Counter()
        for key in sorted(set(wanted) | set(letters)):
            if letters[key] != wanted[key]:
                word = (
                    "lost" if letters[key] < wanted[key] else "duplicate" if key in wanted else "unexpected"
                )
                yield f"{word}: dead letter {key} on {topic}: {letters[key]}, not {wanted[key]}"
        for one in found.topics[topic]:
            if truth["poison"].get(one.key) not in (None, _digest(base64.b64encode(one.value).decode())):
                yield f"wrong: dead letter {one.key} has other bytes"


def _index(truth: Truth, found: Evidence) -> Iterator[str]:
    articles = found.index["articles"]
    yield from _compare(
        "article in the index", (a["article_id"] for a in truth["articles"]), Counter(articles), at_most=None
    )
    of_article: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for event in found.index["events"].values():
        of_article[event["article_id"]].append(event)
    for true in truth["articles"]:
        id_ = true["article_id"]
        if document := articles.get(id_):
            is_so = (document["revision"], _digest(document["text"]), bool(document["withdrawn_at"]))
            if is_so != (true["revision"], true["shown"], true["withdrawn"]):
                yield f"wrong: article {id_} in the index is {is_so}"
        yield from _events(true, of_article.pop(id_, []))
    yield from (f"unexpected: events of {id_} in the index" for id_ in of_article)


def _events(true: dict[str, Any], found: list[dict[str, Any]]) -> Iterator[str]:
    id_ = true["article_id"]
    live = [one for one in found if one["state"] != "retracted"]
    wanted = [true["event"]] if true["event"] else []
    if len(live) != len(wanted):
        word = "lost" if len(live) < len(wanted) else "duplicate" if wanted else "unexpected"
        yield f"{word}: event of {id_} in the index: {len(live)}, not {len(wanted)}"
    elif wanted and {name: live[0].get(name) for name in wanted[0]} != wanted[0]:
        yield f"wrong: event of {id_} in the index: {live[0]}"
    if len(found) - len(live) > true["earlier_event"]:
        yield f"unexpected: retracted events of {id_} in the index"


def _alert_documents(found: Evidence) -> Iterator[str]:
    """The stream and the index know every alert of the outbox as it is at the end."""
    outbox = {one["alert_id"]: one["revision"] for one in found.alerts}
    told: dict[str, int] = {}
    for record in found.topics["alerts.v1"]:
        if record.payload:
            told[record.key] = max(told.get(record.key, 0), record.payload["revision"])
    indexed = {id_: one["revision"] for id_, one in found.index["alerts"].items()}
    for where, known in (("on alerts.v1", told), ("in the index", indexed)):
        yield from (f"lost: alert {id_} {where}" for id_ in sorted(set(outbox) - set(known)))
        yield from (f"unexpected: alert {id_} {where}" for id_ in sorted(set(known) - set(outbox)))
        for id_ in sorted(set(known) & set(outbox)):
            if known[id_] != outbox[id_]:
                yield f"wrong: alert {id_} {where} has revision {known[id_]}, not {outbox[id_]}"


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
