"""`kaigong rule check`: whether rule files can be used, and what their rules ask for."""

from pathlib import Path
from typing import Annotated

import typer
from msgspec import Struct

from consumers.alerting.compile import compile_rule
from consumers.alerting.leaves import described
from consumers.alerting.rule_folder import SUFFIXES
from consumers.alerting.rule_yaml import read_rules, stem_of
from consumers.alerting.rules import Rule
from kaigong.app import App
from kaigong.exit_codes import FAILED
from kaigong.output import out, print_json, safe
from kaigong.rule_examples import example_check
from kaigong.stages.alerter import receiver_file, vocabulary
from wire import settings
from wire.errors import ConfigurationError


class Checked(Struct, frozen=True, kw_only=True):
    """A rule of a file, or a file that holds none that can be read; `asks` is what the rule asks for."""

    file: str
    rule: str | None
    asks: str = ""
    examples: int = 0
    notices: tuple[str, ...] = ()
    problems: dict[str, str]


def check(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Rule files; none: all in the folder of rules.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="For a script.")] = False,
) -> None:
    """Read rule files, try their examples and change nothing; exit code 1 if any cannot be used."""
    app = App(settings.load())
    checks = _Check(app)
    checked = [one for path in files or _all_files(app.settings.rules_path) for one in checks.of(path)]
    if json:
        print_json(checked)
    else:
        for one in checked:
            _show(one)
    if any(one.problems for one in checked):
        raise typer.Exit(FAILED)


class _Check:
    def __init__(self, app: App) -> None:
        self._words = vocabulary(app)
        self._examples = example_check(app, self._words)
        self._directory = receiver_file(app).current()
        self._holders: dict[str, Path] = {}

    def of(self, path: Path) -> list[Checked]:
        try:
            rules = read_rules(path.read_bytes(), stem_of(path))
        except OSError as exc:
            return [Checked(file=str(path), rule=None, problems={"file": f"cannot be read: {exc.strerror}"})]
        except ConfigurationError as exc:
            return [Checked(file=str(path), rule=None, problems=exc.problems or {"file": str(exc)})]
        return [self._checked(path, rule) for rule in rules]

    def _checked(self, path: Path, rule: Rule) -> Checked:
        problems: dict[str, str] = {}
        if rule.id in self._holders:
            problems["id"] = f"{rule.id!r} is already in {self._holders[rule.id]}; rename one"
        self._holders.setdefault(rule.id, path)
        try:
            compiled = compile_rule(rule, self._words)
        except ConfigurationError as exc:
            return Checked(file=str(path), rule=rule.id, problems=problems | exc.problems)
        return Checked(
            file=str(path),
            rule=rule.id,
            asks=described(compiled.node, self._words),
            examples=len(rule.examples.match) + len(rule.examples.no_match),
            notices=(*compiled.notices, *self._unknown_receivers(rule)),
            problems=problems | self._examples.problems(compiled),
        )

    def _unknown_receivers(self, rule: Rule) -> list[str]:
        """They may come later, and what is for them waits."""
        return [
            f"no receiver is called {name!r}; name it in the file of receivers"
            for name in rule.to
            if self._directory.find(name) is None
        ]


def _all_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(
        path for path in folder.iterdir() if path.suffix in SUFFIXES and not path.name.startswith(".")
    )


def _show(one: Checked) -> None:
    name = f"{one.file}: {one.rule}" if one.rule else one.file
    if one.problems:
        out.print(safe(f"{name}: cannot be used"), style="red", soft_wrap=True)
    else:
        examples = f" ({one.examples} examples)" if one.examples else ""
        out.print(safe(f"{name}: good{examples}"), style="green", soft_wrap=True)
    if one.asks:
        out.print(safe(f"  asks for {one.asks}"), soft_wrap=True)
    for line in (*one.notices, *(f"{field}: {text}" for field, text in one.problems.items())):
        out.print(safe(f"  {line}"), soft_wrap=True)
