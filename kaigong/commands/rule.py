"""`kaigong rule`: what to be told of."""

from typing import Annotated, Any

import typer

from consumers.alerting.rule_files import RuleSet
from kaigong.app import App
from kaigong.commands.rule_add import add
from kaigong.commands.rule_check import check
from kaigong.commands.rule_show import show
from kaigong.commands.rule_switch import disable, enable, remove
from kaigong.commands.rule_test import try_rule
from kaigong.commands.rule_words import what
from kaigong.exit_codes import FAILED
from kaigong.output import err, print_json, print_table, safe
from kaigong.stages.alerter import receiver_file, rule_files, vocabulary
from wire import log, settings


def register(app: typer.Typer) -> None:
    group = typer.Typer(
        help="List, add and try rules.", no_args_is_help=True, rich_markup_mode=None, callback=_quiet
    )
    group.command("list")(list_rules)
    group.command("add")(add)
    group.command("show")(show)
    group.command("test")(try_rule)
    group.command("check")(check)
    group.command("enable")(enable)
    group.command("disable")(disable)
    group.command("remove")(remove)
    app.add_typer(group, name="rule")


def _quiet() -> None:
    """What the log says of rule files, these commands say themselves."""
    log.configure("rule", level="CRITICAL")


def list_rules(json: Annotated[bool, typer.Option("--json", help="For a script.")] = False) -> None:
    """Show the rules in force, and what is wrong with files that are not; exit code 1 if any is."""
    app = App(settings.load())
    current = rule_files(app, vocabulary(app)).current()
    if json:
        print_json(_as_json(current))
    else:
        _show(app, current)
    if current.problems:
        raise typer.Exit(FAILED)


def _show(app: App, current: RuleSet) -> None:
    directory = receiver_file(app).current()
    old = {rule_id for ids in current.kept.values() for rule_id in ids}
    rows = [
        (
            one.rule.id,
            one.rule.owner or "-",
            one.rule.on,
            what(one.rule),
            ", ".join(directory.told_by(one.rule.id, one.rule.to, one.rule.notify)) or "-",
            ", ".join(["off"] * (not one.rule.enabled) + ["last good version"] * (one.rule.id in old)),
        )
        for one in (*current.rules, *current.disabled)
    ]
    print_table(("rule", "owner", "on", "what", "to", ""), rows)
    for file, problem in current.problems.items():
        kept = ", ".join(current.kept.get(file, ()))
        instead = f"its last good version stays in force: {kept}" if kept else "nothing of it is in force"
        err.print(safe(f"{file}: {problem}"), style="red", soft_wrap=True)
        err.print(safe(f"  {instead}"), soft_wrap=True)
    if not rows:
        err.print(
            safe(f"There are no rules in {app.settings.rules_path}. Begin with: kaigong rule add --help")
        )


def _as_json(current: RuleSet) -> dict[str, Any]:
    rules = [one.rule.model_dump(mode="json") for one in (*current.rules, *current.disabled)]
    return {"rules": rules, "problems": current.problems, "kept": current.kept}
