"""What chat services say in the body of a 200, where HTTP says that all is well; pure."""

import json
import re
from typing import Any

from consumers.alerting.http_answers import visible
from consumers.alerting.sending import DeferredError, ServerAwayError, UnansweredError

# Which field of the answer is 0 when the message was taken.
_CODES = {
    "wecombot": ("errcode",),
    "dingtalk": ("errcode",),
    "feishu": ("code", "StatusCode"),
    "lark": ("code", "StatusCode"),
}
# Documented as too many messages a minute, by WeCom, DingTalk and Feishu.
_BUSY = (45009, 45033, 130101, 130102, 660026, 11232, 99991400)
_BUSY_WORDS = re.compile(r"too (?:many|fast)|frequen|rate.?limit|频率|频繁|限流", re.IGNORECASE)


def check(schema: str, body: bytes) -> None:
    """Returns for a message that was taken. Raises the errors of `sending` for all others.

    A wrong key or a missing keyword is tried again for days: somebody may mend it.
    """
    names = _CODES.get(schema)
    if names is None:
        return
    answer = _decoded(body)
    codes = [answer[name] for name in names if name in answer]
    if not codes:
        raise UnansweredError(
            f"an answer that says neither yes nor no: {_words(body)}", may_have_arrived=True
        )
    if codes[0] == 0:
        return
    said = _words(body)
    if codes[0] in _BUSY or _BUSY_WORDS.search(said):
        raise ServerAwayError(said)
    raise DeferredError(said)


def _decoded(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def _words(body: bytes) -> str:
    return visible(body.decode("utf-8", "replace"))
