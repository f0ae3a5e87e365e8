"""What the mail server took, by its own clock, and whether it is what had to come."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage

from smtp.mail_server import MailServer

_ARTICLE = re.compile(r"http://bench\.example/\d+\.html")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail: the article it tells of, who got it, and when DATA was answered."""

    url: str
    receiver: str
    at: float


def arrivals(server: MailServer) -> list[Arrival]:
    mails = server.mails
    return [Arrival(_told(mails[one["number"]]), one["address"], one["at"]) for one in server.steps("kept")]


def check(found: list[Arrival], expected: Mapping[str, str]) -> None:
    """Every mail once, to whom it belongs, and no other. Ends the program otherwise."""
    got = sorted((one.url, one.receiver) for one in found)
    wanted = sorted(expected.items())
    if got == wanted:
        return
    missing = sorted(set(wanted) - set(got))
    unexpected = sorted(set(got) - set(wanted))
    doubled = len(got) - len(set(got))
    raise SystemExit(
        f"wrong mails: {len(missing)} missing {missing[:3]}, {len(unexpected)} unexpected {unexpected[:3]}, "
        f"{doubled} doubled"
    )


def _told(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    named = _ARTICLE.search(body.get_content()) if body else None
    return named[0] if named else f"no article in {mail['Subject']}"
