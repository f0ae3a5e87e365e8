"""`kaigong rule enable`, `disable`, `remove`."""

from typing import Annotated

import typer

from consumers.alerting.rule_writer import remove_rule, switch_rule
from kaigong.output import out, safe
from wire import settings

RuleId = Annotated[str, typer.Argument(help="The id of a rule.")]


def enable(rule: RuleId) -> None:
    """Put a rule in force again; it tells what comes from now on."""
    path = switch_rule(settings.load().rules_path, rule, enabled=True)
    out.print(safe(f"{path}: {rule} is on"), soft_wrap=True)


def disable(rule: RuleId) -> None:
    """Take a rule out of force and keep it."""
    path = switch_rule(settings.load().rules_path, rule, enabled=False)
    out.print(
        safe(f"{path}: {rule} is off; `kaigong rule enable {rule}` puts it in force again"), soft_wrap=True
    )


def remove(rule: RuleId) -> None:
    """Take a rule away; its file is put aside under another name."""
    aside = remove_rule(settings.load().rules_path, rule)
    out.print(safe(f"{rule} is no rule any more; its text is kept in {aside}"), soft_wrap=True)
