"""Mails the operators when something stops being well, and when it is well again; once each."""

from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path

import msgspec
from loguru import logger

from consumers.alerting.mail_policy import MAIL_POLICY
from consumers.alerting.sending import Mailer
from kaigong.app import App
from kaigong.operators.troubles import troubles
from wire.errors import KaigongError

_MOST_LINES = 50


class OperatorWatch:
    """What was told is noted after the server took the mail: told again rather than not at all."""

    def __init__(self, app: App, mailer: Mailer, path: Path) -> None:
        self._app = app
        self._mailer = mailer
        self._path = path

    def look(self) -> None:
        """Compare what is not well with what was told, and tell the difference."""
        now, told = troubles(self._app), self._told()
        new = {key: text for key, text in now.items() if key not in told}
        over = {key: text for key, text in told.items() if key not in now}
        if not new and not over:
            return
        for text in new.values():
            logger.bind(trouble=text).error("not well")
        for text in over.values():
            logger.bind(trouble=text).info("well again")
        if self._tell(new, over):
            self._note(now)

    def _tell(self, new: dict[str, str], over: dict[str, str]) -> bool:
        """Whether everybody was told, or nobody is to be."""
        settings = self._app.settings
        if not settings.operators or not settings.smtp_host:
            return True
        try:
            for operator in settings.operators:
                self._mailer.send(self._mail(operator, new, over), lambda: None)
        except KaigongError as exc:
            logger.bind(error=str(exc)).warning("operators not told yet")
            return False
        finally:
            self._mailer.close()
        return True

    def _mail(self, operator: str, new: dict[str, str], over: dict[str, str]) -> EmailMessage:
        parts = [f"{len(new)} 处异常" if new else "", f"{len(over)} 处恢复" if over else ""]
        message = EmailMessage(policy=MAIL_POLICY)
        message["Subject"] = f"[开工·运行] {'，'.join(part for part in parts if part)}"
        message["From"] = self._app.settings.mail_from
        message["To"] = operator
        message["Date"] = format_datetime(self._app.clock.now())
        message["Message-ID"] = make_msgid(domain="kaigong")
        message["Auto-Submitted"] = "auto-generated"
        lines = [*(f"异常：{text}" for text in new.values()), *(f"恢复：{text}" for text in over.values())]
        shown = [" ".join(line.split()) for line in lines[:_MOST_LINES]]
        if len(lines) > _MOST_LINES:
            shown.append(f"…… 另有 {len(lines) - _MOST_LINES} 条")
        message.set_content("\n".join([*shown, "", "逐段检查：kaigong doctor"]), cte="base64")
        return message

    def _told(self) -> dict[str, str]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, str])
        except (FileNotFoundError, msgspec.DecodeError):
            return {}

    def _note(self, told: dict[str, str]) -> None:
        scratch = self._path.with_suffix(".new")
        scratch.write_bytes(msgspec.json.encode(told))
        scratch.replace(self._path)
