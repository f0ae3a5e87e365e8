"""`kaigong rule add`: write a rule from the command line."""

from pathlib import Path
from typing import Annotated, Any

import typer

from consumers.alerting.compile import compile_rule
from consumers.alerting.rule_writer import write_rule
from consumers.alerting.rules import parse_rule
from kaigong.app import App
from kaigong.commands.rule_words import what
from kaigong.output import err, out, safe
from kaigong.rule_examples import example_check
from kaigong.stages.alerter import vocabulary
from wire import settings


def add(
    keywords: Annotated[str, typer.Option(help="Words, any of them: 签约,开工")] = "",
    query: Annotated[
        str | None, typer.Option(help="Instead of lists: 'type:开工 place:海州区 amount_cny:>=1亿'")
    ] = None,
    place: Annotated[list[str] | None, typer.Option(help="Place by name or code; may be repeated.")] = None,
    industry: Annotated[
        list[str] | None, typer.Option(help="One of the industries; may be repeated.")
    ] = None,
    source: Annotated[list[str] | None, typer.Option(help="Only from this source; may be repeated.")] = None,
    exclude: Annotated[str, typer.Option(help="Words, none of them.")] = "",
    min_amount: Annotated[str | None, typer.Option(help="Least amount: 1亿, 5000万")] = None,
    home: Annotated[
        str | None, typer.Option(help="Decides between places of the same name: 连云港市")
    ] = None,
    to: Annotated[list[str] | None, typer.Option(help="Mail address; may be repeated.")] = None,
    on: Annotated[str, typer.Option(help="event (what happened) or article (the words as such)")] = "event",
    match: Annotated[
        list[str] | None, typer.Option(help="A sentence that the rule must match; may be repeated.")
    ] = None,
    no_match: Annotated[
        list[str] | None, typer.Option(help="A sentence that it must not match; may be repeated.")
    ] = None,
    rule_id: Annotated[
        str | None, typer.Option("--id", help="Name of the rule; default: made from its words.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="Title for people.")] = None,
    owner: Annotated[str | None, typer.Option(help="Whose rule it is: whom readers may ask.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite a rule of that id.")] = False,
) -> None:
    """Write a rule, in force a second later: rule add --keywords 签约,开工 --place 海州区 --to a@b.cn"""
    app = App(settings.load())
    fields: dict[str, Any] = {
        "name": name,
        "owner": owner,
        "on": on,
        "query": query,
        "keywords": _words(keywords),
        "exclude": _words(exclude),
        "places": place or [],
        "industries": industry or [],
        "sources": source or [],
        "min_amount": min_amount,
        "home": home,
        "to": to or [],
        "examples": {key: given for key, given in (("match", match), ("no_match", no_match)) if given},
    }
    fields = {key: value for key, value in fields.items() if value}
    fields["id"] = rule_id or _free_id(app.settings.rules_path)
    rule = parse_rule(fields)
    words = vocabulary(app)
    compiled = compile_rule(rule, words)
    example_check(app, words)(compiled)
    path = write_rule(app.settings.rules_path, rule, replace=replace)
    for notice in compiled.notices:
        err.print(safe(notice), style="yellow", soft_wrap=True)
    receivers = ", ".join(rule.to) or "nobody yet (add --to)"
    out.print(safe(f"{path}: {what(rule)} → {receivers}"), soft_wrap=True)
    out.print(safe(f"What it would have told so far: kaigong rule test {rule.id}"), soft_wrap=True)


def _free_id(folder: Path) -> str:
    number = 1
    while (folder / f"rule-{number}.yaml").exists():
        number += 1
    return f"rule-{number}"


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.replace("，", ",").replace("、", ",").split(",") if word.strip()]
