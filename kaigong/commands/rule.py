"""`kaigong rule`: what to be told of."""

from pathlib import Path
from typing import Annotated, Any

import typer

from consumers.alerting.compile import compile_rule
from consumers.alerting.rule_files import RuleSet
from consumers.alerting.rule_writer import write_rule
from consumers.alerting.rule_yaml import read_rules, stem_of
from consumers.alerting.rules import Rule, parse_rule
from kaigong.app import App
from kaigong.exit_codes import FAILED
from kaigong.output import err, out, print_json, print_table, safe
from kaigong.rule_trial import Trial
from kaigong.stages.alerter import rule_files, vocabulary
from kaigong.stages.indexer import open_index
from wire import settings
from wire.errors import ConfigurationError


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="List, add and try rules.", no_args_is_help=True, rich_markup_mode=None)
    group.command("list")(list_rules)
    group.command("add")(add)
    group.command("test")(try_rule)
    app.add_typer(group, name="rule")


def list_rules(json: Annotated[bool, typer.Option("--json", help="For a script.")] = False) -> None:
    """Show the rules in force, and what is wrong with files that are not; exit code 1 if any is."""
    app = App(settings.load())
    current = rule_files(app, vocabulary(app)).current()
    if json:
        print_json(_as_json(current))
    else:
        rows = [
            (
                one.rule.id,
                one.rule.on,
                _what(one.rule),
                ", ".join(one.rule.to) or "-",
                "" if one.rule.enabled else "off",
            )
            for one in (*current.rules, *current.disabled)
        ]
        print_table(("rule", "on", "what", "to", ""), rows)
        for file, problem in current.problems.items():
            err.print(safe(f"{file}: {problem}"), style="red")
        if not rows:
            err.print(
                safe(f"There are no rules in {app.settings.rules_path}. Begin with: kaigong rule add --help")
            )
    if current.problems:
        raise typer.Exit(FAILED)


def add(
    keywords: Annotated[str, typer.Option(help="Words, any of them: 签约,开工")] = "",
    place: Annotated[list[str] | None, typer.Option(help="Place by name or code; may be repeated.")] = None,
    industry: Annotated[
        list[str] | None, typer.Option(help="One of the industries; may be repeated.")
    ] = None,
    source: Annotated[list[str] | None, typer.Option(help="Only from this source; may be repeated.")] = None,
    exclude: Annotated[str, typer.Option(help="Words, none of them.")] = "",
    min_amount: Annotated[str | None, typer.Option(help="Least amount: 1亿, 5000万")] = None,
    to: Annotated[list[str] | None, typer.Option(help="Mail address; may be repeated.")] = None,
    on: Annotated[str, typer.Option(help="event (what happened) or article (the words as such)")] = "event",
    rule_id: Annotated[
        str | None, typer.Option("--id", help="Name of the rule; default: made from its words.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="Title for people.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite a rule of that id.")] = False,
) -> None:
    """Write a rule, in force a second later: rule add --keywords 签约,开工 --place 海州区 --to a@b.cn"""
    app = App(settings.load())
    fields: dict[str, Any] = {
        "name": name,
        "on": on,
        "keywords": _words(keywords),
        "exclude": _words(exclude),
        "places": place or [],
        "industries": industry or [],
        "sources": source or [],
        "min_amount": min_amount,
        "to": to or [],
    }
    fields = {key: value for key, value in fields.items() if value}
    fields["id"] = rule_id or _free_id(app.settings.rules_path)
    rule = parse_rule(fields)
    compile_rule(rule, vocabulary(app))
    path = write_rule(app.settings.rules_path, rule, replace=replace)
    out.print(safe(f"{path}: {_what(rule)} → {', '.join(rule.to) or 'nobody yet (add --to)'}"))


def try_rule(
    rule: Annotated[str, typer.Argument(help="A rule file, or the id of a rule in force.")],
    days: Annotated[int, typer.Option(help="How far to look back.", min=1)] = 30,
    json: Annotated[bool, typer.Option("--json", help="For a script.")] = False,
) -> None:
    """Show what a rule would have told of the articles in the index."""
    app = App(settings.load())
    index = open_index(app)
    words = vocabulary(app)
    try:
        trials = [Trial(compile_rule(one, words), index, app.clock.now(), days) for one in _named(app, rule)]
        for trial in trials:
            print_json(trial.report()) if json else trial.show()
    finally:
        index.close()


def _named(app: App, name: str) -> list[Rule]:
    path = Path(name)
    if path.suffix in (".yaml", ".yml"):
        try:
            return list(read_rules(path.read_bytes(), stem_of(path)))
        except OSError as exc:
            raise ConfigurationError(f"Cannot read {path}: {exc.strerror}") from exc
    current = rule_files(app, vocabulary(app)).current()
    found = [one.rule for one in (*current.rules, *current.disabled) if one.rule.id == name]
    if not found:
        raise ConfigurationError(f"no rule is called {name!r}; `kaigong rule list` shows all")
    return found


def _free_id(folder: Path) -> str:
    number = 1
    while (folder / f"rule-{number}.yaml").exists():
        number += 1
    return f"rule-{number}"


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.replace("，", ",").replace("、", ",").split(",") if word.strip()]


def _what(rule: Rule) -> str:
    parts = [("", rule.keywords), ("not ", rule.exclude), ("in ", rule.places), ("", rule.industries)]
    shown = [prefix + "/".join(words) for prefix, words in parts if words]
    if rule.min_amount:
        shown.append(f"≥ {rule.min_amount:,} yuan")
    if rule.sources:
        shown.append("from " + "/".join(rule.sources))
    return " ".join(shown)


def _as_json(current: RuleSet) -> dict[str, Any]:
    rules = [one.rule.model_dump(mode="json") for one in (*current.rules, *current.disabled)]
    return {"rules": rules, "problems": current.problems}
