"""How headers are written: as Python does, but for the subject and the address for leaving."""

import base64
from collections.abc import Iterator
from email.policy import EmailPolicy
from typing import Any

# In one encoded word, so that it fits behind "Subject: " in a line of 76 characters (RFC 2047).
_WORD_BYTES = 39


class MailPolicy(EmailPolicy):
    """Every subject is encoded whole: Python's folding loses and adds spaces where ASCII and Chinese meet.

    A URL stands in one line: Python would make encoded words of a long one, which no program reads there.
    """

    def fold(self, name: str, value: Any) -> str:
        if name.lower() == "subject":
            return encoded(name, str(value))
        if name.lower() == "list-unsubscribe":
            return f"{name}: {value}\r\n"
        folded: str = super().fold(name, value)
        return folded

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() in ("subject", "list-unsubscribe"):
            return self.fold(name, value).encode("ascii")
        return super().fold_binary(name, value)


MAIL_POLICY = MailPolicy(linesep="\r\n")


def encoded(name: str, text: str) -> str:
    """The header as encoded words, one a line, none of which cuts a character."""
    words = (f"=?utf-8?b?{base64.b64encode(piece).decode()}?=" for piece in _pieces(text))
    return f"{name}: " + "\r\n ".join(words) + "\r\n"


def _pieces(text: str) -> Iterator[bytes]:
    piece = b""
    for char in text:
        more = char.encode()
        if len(piece) + len(more) > _WORD_BYTES:
            yield piece
            piece = b""
        piece += more
    yield piece
