"""`kaigong demo`: the whole line on invented sites."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Self

import typer
from rich.status import Status
from rich.text import Text

from kaigong import catalog
from kaigong.app import App
from kaigong.demo import screen
from kaigong.demo.findings import Watcher
from kaigong.demo.servers import on_servers
from kaigong.demo.session import Session, running
from kaigong.exit_codes import FAILED
from kaigong.output import out
from wire import log
from wire.errors import ConfigurationError

_LOOK_SECONDS = 0.5
_LINE_SECONDS = 5.0
_LEAST_SECONDS = 45.0
_LONGEST_SECONDS = 150.0


def register(app: typer.Typer) -> None:
    app.command()(demo)


def demo(
    folder: Annotated[
        Path | None,
        typer.Option("--data-dir", help="Keep the demo's data here; default: a temporary folder."),
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="End after the report, on a terminal too.")] = False,
) -> None:
    """Run the whole line on invented news: sites on loopback, all stages, mails in a mailbox of its own.

    On a terminal new articles keep appearing until Ctrl-C; otherwise the demo ends by itself.
    """
    log.configure("demo", level="WARNING")
    if folder is not None and folder.exists() and any(folder.iterdir()):
        raise ConfigurationError(f"{folder} is not empty; the demo needs a folder of its own")
    with (
        TemporaryDirectory(prefix="kaigong-demo-") as scratch,
        running(folder or Path(scratch), keep=folder is not None) as session,
    ):
        try:
            enough = _show(session, stay=out.is_terminal and not once)
        except KeyboardInterrupt:
            enough = True
    _say_how_to_go_on(folder, session.app)
    if not enough:
        raise typer.Exit(FAILED)


def _show(session: Session, *, stay: bool) -> bool:
    """Progress, then the report, then (to stay) what comes; whether mail arrived in time."""
    out.print(Text("开工演示：本机虚构的政府网站与报纸，真实的采集、打标、索引、预警与邮件", style="bold"))
    if on_servers(session.app):
        out.print(Text(f"使用已设置的服务器，名称前缀 {session.app.settings.prefix}"))
    watcher = Watcher(session.app)
    names = {source.id: source.name for source in catalog.sources(session.app)}
    enough = _wait(session, watcher)
    screen.report(watcher.findings, session.mailbox.messages(), names)
    if not enough:
        why = "；".join(session.given_up) or "邮件没有按时到达"
        out.print(Text(f"{why}。日志：{session.app.data.log}", style="bold red"))
        out.print(Text(session.app.data.log.read_text("utf-8", "replace")[-3000:]))
        return False
    if stay:
        _follow(session, watcher, names)
    return True


def _wait(session: Session, watcher: Watcher) -> bool:
    """Until there is enough to show; False when it takes too long."""
    began = said = time.monotonic()
    with Status("正在启动 ……", console=out) if out.is_terminal else _Quiet() as line:
        while (waited := time.monotonic() - began) < _LONGEST_SECONDS and not session.given_up:
            time.sleep(_LOOK_SECONDS)
            findings, mails = watcher.look(), len(session.mailbox.messages())
            text = f"{waited:3.0f} 秒 · {screen.status(findings, mails)}"
            line.update(text)
            if not out.is_terminal and time.monotonic() - said >= _LINE_SECONDS:
                said = time.monotonic()
                out.print(Text(text), soft_wrap=True)
            caught_up = len(findings.tagged) == len(findings.articles)
            if waited >= _LEAST_SECONDS and caught_up and session.mailbox.tells_of(session.first_news):
                return True
    return False


class _Quiet:
    """Stands in for the spinner where nobody looks."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...

    def update(self, text: str) -> None: ...


def _follow(session: Session, watcher: Watcher, names: dict[str, str]) -> None:
    out.print(Text("\n新的文章还在不断出现，按 Ctrl-C 结束：", style="bold"))
    mails = len(session.mailbox.messages())
    while True:
        time.sleep(_LOOK_SECONDS)
        for article in watcher.look().new_articles:
            out.print(screen.arrived(article, names), soft_wrap=True)
        messages = session.mailbox.messages()
        for mail in messages[mails:]:
            out.print(Text(f"✉ {mail['Subject']}", style="green"), soft_wrap=True)
        mails = len(messages)


def _say_how_to_go_on(folder: Path | None, app: App) -> None:
    lines = [
        "",
        "接下来：",
        "  .venv/bin/kaigong source list                    看看自带的江苏来源（尚未核实）",
        "  .venv/bin/kaigong rule add --keywords 签约,开工 --place 海州区 --to 你@单位.cn",
        "  KAIGONG_SMTP_HOST=… .venv/bin/kaigong run         开始监测",
        "  .venv/bin/kaigong doctor                         逐段检查，告诉你该做什么",
    ]
    if folder is not None:
        prefix = f"KAIGONG_PREFIX={app.settings.prefix} " if on_servers(app) else ""
        lines.append(f"  {prefix}KAIGONG_DATA_DIR={folder} .venv/bin/kaigong search 开工   在演示数据里检索")
    for line in lines:
        out.print(Text(line), soft_wrap=True)
