"""Compares alerts, deliveries and mails with the generator's truth."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from chaos.evidence import Evidence, Mail

Truth = dict[str, Any]
_CODE = re.compile(r"K\d{5}")
_ADDENDA = "== 补录"
_LEFT_OUT = re.compile(r"另有 (\d+) 条未列出")


def problems(truth: Truth, found: Evidence) -> Iterator[str]:
    yield from _alerts(truth, found)
    yield from _deliveries(truth, found)
    yield from _messages(truth, found)
    yield from _single_mails(truth, found)
    yield from _digests(truth, found)


def _alerts(truth: Truth, found: Evidence) -> Iterator[str]:
    """Each true story once a rule; what follows at most once, and only where something followed."""
    story_of = {id_: story for story in truth["stories"] for id_ in story["articles"]}
    first: Counter[Any] = Counter()
    later: Counter[Any] = Counter()
    for alert in found.alerts:
        story = story_of.get(alert["article_id"])
        code = story["code"] if story else alert["article_id"]
        (later if alert["of_alert"] else first)[code, alert["rule_id"], alert["kind"]] += 1
    wanted = {
        (story["code"], rule, "late" if story["late"] else "new")
        for story in truth["stories"]
        for rule in story["rules"]
    }
    follows = {
        (s["code"], rule, s["follows"]) for s in truth["stories"] for rule in s["rules"] if s["follows"]
    }
    yield from (f"lost: alert {key}" for key in sorted(wanted - set(first)))
    yield from (f"unexpected: alert {key}" for key in sorted(set(first) - wanted))
    yield from (f"unexpected: following alert {key}" for key in sorted(set(later) - follows))
    for key, count in (first + later).items():
        if count > 1:
            yield f"duplicate: alert {key}: {count} times"


def _deliveries(truth: Truth, found: Evidence) -> Iterator[str]:
    """Every alert that is no follower goes to whom its rule names; a late one to those with digests only."""
    digest = truth["digest"]
    given: dict[str, set[str]] = defaultdict(set)
    for delivery in found.deliveries:
        given[delivery["alert_id"]].add(delivery["receiver"])
    for alert in found.alerts:
        wanted = set(truth["rules"].get(alert["rule_id"], ()))
        if alert["kind"] == "late":
            wanted = set()
        if alert["rule_id"] in digest["rules"]:
            wanted.add("digest")
        got = given[alert["alert_id"]]
        if (alert["of_alert"] is None and got != wanted) or not got <= wanted:
            which = f"{alert['kind']} alert {alert['alert_id']}"
            yield f"wrong: deliveries of {which}: {sorted(got)}, not {sorted(wanted)}"
    for delivery in found.deliveries:
        final = ("failed",) if delivery["receiver"] in truth["bounces"] else ("sent", "uncertain")
        if delivery["state"] not in final:
            yield f"lost: delivery of {delivery['alert_id']} to {delivery['receiver']} is {delivery['state']}"


def _messages(truth: Truth, found: Evidence) -> Iterator[str]:
    """What was sent arrived; twice only where the outbox says that it may have."""
    states = {one["message_id"]: one["state"] for one in found.deliveries if one["message_id"]}
    arrived = Counter(mail.message_id for mail in found.mails)
    for message_id, state in states.items():
        if state in ("sent", "uncertain") and not arrived[message_id]:
            yield f"lost: mail {message_id}, said to be {state}"
        if state == "failed" and arrived[message_id]:
            yield f"unexpected: mail {message_id}, said to have failed"
    for message_id, copies in arrived.items():
        if message_id not in states:
            yield f"unexpected: mail {message_id} of no delivery"
        elif copies > 1 and states[message_id] != "uncertain":
            yield f"duplicate: mail {message_id}: {copies} times, said to be {states[message_id]}"


def _single_mails(truth: Truth, found: Evidence) -> Iterator[str]:
    """By what the mails say: each story once to each receiver, and what followed told by some mail."""
    by_reader: dict[tuple[str, str], dict[str, Mail]] = defaultdict(dict)
    for mail in found.mails:
        if mail.to != truth["digest"]["address"]:
            for code in _CODE.findall(f"{mail.subject}\n{mail.text}")[:1]:
                by_reader[code, mail.to][mail.message_id] = mail
    for story in truth["stories"]:
        readers = {to for rule in story["rules"] for to in truth["rules"][rule]} - set(truth["bounces"])
        for reader in sorted(readers):
            mails = by_reader.pop((story["code"], reader), {})
            if story["late"]:
                yield from (f"unexpected: mail on late {story['code']} to {reader}" for _ in mails)
            else:
                yield from _of_story(story, reader, list(mails.values()))
    yield from (f"unexpected: mail on {code} to {reader}" for code, reader in sorted(by_reader))


def _of_story(story: dict[str, Any], reader: str, mails: list[Mail]) -> Iterator[str]:
    """A change that came before the first mail stands in it; else one mail follows."""
    who = f"mail on {story['code']} to {reader}"
    if not mails:
        yield f"lost: {who}"
        return
    firsts = [mail for mail in mails if "[更新]" not in mail.subject and "[撤回]" not in mail.subject]
    if len(firsts) != 1:
        yield f"{'duplicate' if firsts else 'lost'}: first {who}: {len(firsts)}"
    if len(mails) - len(firsts) > bool(story["follows"]):
        yield f"duplicate: following {who}: {len(mails) - len(firsts)}"
    if story["reads"] and not any(story["reads"] in mail.text for mail in mails):
        yield f"lost: {who} that says {story['reads']}"


def _digests(truth: Truth, found: Evidence) -> Iterator[str]:
    digest = truth["digest"]
    mails = {mail.message_id: mail for mail in found.mails if mail.to == digest["address"]}
    parts = [mail.text.partition(_ADDENDA) for mail in mails.values()]
    news = Counter(code for text, _, _ in parts for code in set(_CODE.findall(text)))
    late = Counter(code for _, _, text in parts for code in set(_CODE.findall(text)))
    left_out = sum(int(count) for mail in mails.values() for count in _LEFT_OUT.findall(mail.text))
    told = [story for story in truth["stories"] if set(story["rules"]) & set(digest["rules"])]
    missing = 0
    for story in told:
        code, (right, wrong) = story["code"], (late, news) if story["late"] else (news, late)
        missing += not right[code]
        if wrong[code]:
            yield f"wrong: {code} in a digest, late {story['late']}"
        if right[code] > 1 + bool(story["follows"]):
            yield f"duplicate: {code} in digests: {right[code]} times"
    if missing > left_out:
        yield f"lost: {missing} stories in no digest, {left_out} said to be left out"
    codes = {story["code"] for story in told}
    yield from (f"unexpected: {code} in a digest" for code in sorted((set(news) | set(late)) - codes))
