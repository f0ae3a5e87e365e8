"""A real mail server in a process of its own, on loopback, that misbehaves as its script says.

`python smtp_server.py DIR [--port N] [--auth USER:PASSWORD] [--tls starttls|tls --cert FILE --key FILE]`

It prints its port, keeps every mail it took as DIR/mails/<number>.eml and writes a line to DIR/log.jsonl
for each step, with its time. DIR/script.json maps a receiver (or `*`) to what happens to its mails, one
action a mail, then `ok`:

    ok            take it
    450, 550 …    answer this to RCPT
    data-451 …    answer this to the mail's content
    drop-mail     break the line at RCPT
    drop-before   take the content, break the line, keep nothing
    drop-after    keep the mail, break the line instead of answering 250
    hold-rcpt, hold-before, hold-after
                  do not answer at that point (for `-after`, the mail is kept) until the line is broken
"""

import argparse
import asyncio
import json
import ssl
import time
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

_FOREVER = 3600.0


class Scripted:
    """aiosmtpd's hooks: what a session's RCPT and DATA are answered."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mails = folder / "mails"
        self._mails.mkdir(parents=True, exist_ok=True)
        self._used: dict[str, int] = {}
        self._kept = len(list(self._mails.iterdir()))

    async def handle_EHLO(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self._log("connected")
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        action = self._next_action(address)
        self._log("rcpt", address=address, action=action)
        if action == "drop-mail":
            server.transport.abort()
            return "421 gone"
        if action == "hold-rcpt":
            await asyncio.sleep(_FOREVER)
        if action.isdigit():
            return f"{action} scripted"
        envelope.rcpt_tos.append(address)
        session.action = action
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        action = session.action
        self._log("data", address=envelope.rcpt_tos[0], action=action)
        if action.startswith("data-"):
            return f"{action.removeprefix('data-')} scripted"
        if action == "hold-before":
            await asyncio.sleep(_FOREVER)
        if action == "drop-before":
            server.transport.abort()
            return "421 gone"
        self._keep(envelope)
        if action == "hold-after":
            await asyncio.sleep(_FOREVER)
        if action == "drop-after":
            server.transport.abort()
        return "250 OK"

    async def handle_NOOP(self, server: Any, session: Any, envelope: Any, arg: str) -> str:  # noqa: N802
        self._log("noop")
        return "250 OK"

    async def handle_RSET(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self._log("rset")
        return "250 OK"

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self._log("quit")
        return "221 Bye"

    def _next_action(self, address: str) -> str:
        path = self._folder / "script.json"
        script: dict[str, list[str]] = json.loads(path.read_text()) if path.exists() else {}
        key = address if address in script else "*"
        number = self._used.get(key, 0)
        self._used[key] = number + 1
        actions = script.get(key, [])
        return actions[number] if number < len(actions) else "ok"

    def _keep(self, envelope: Any) -> None:
        number = self._kept
        self._kept += 1
        draft = self._folder / "draft"
        draft.write_bytes(envelope.content)
        draft.rename(self._mails / f"{number:06}.eml")
        self._log("kept", address=envelope.rcpt_tos[0], number=number)

    def _log(self, step: str, **fields: Any) -> None:
        with (self._folder / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps({"step": step, "at": time.time(), **fields}) + "\n")


def _authenticator(expected: str) -> Any:
    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        given = f"{data.login.decode()}:{data.password.decode()}"
        return AuthResult(success=given == expected, handled=False)

    return check


async def _serve(options: argparse.Namespace) -> None:
    handler = Scripted(options.folder)
    context = None
    if options.tls:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(options.cert, options.key)

    def factory() -> SMTP:
        return SMTP(
            handler,
            hostname="mail.test",
            tls_context=context if options.tls == "starttls" else None,
            require_starttls=options.tls == "starttls",
            authenticator=_authenticator(options.auth) if options.auth else None,
            auth_required=bool(options.auth),
            auth_require_tls=options.tls == "starttls",
        )

    server = await asyncio.get_running_loop().create_server(
        factory, "127.0.0.1", options.port, ssl=context if options.tls == "tls" else None
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--auth")
    parser.add_argument("--tls", choices=("starttls", "tls"))
    parser.add_argument("--cert")
    parser.add_argument("--key")
    asyncio.run(_serve(parser.parse_args()))


if __name__ == "__main__":
    main()
