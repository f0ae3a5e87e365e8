"""`kaigong rule show`: a rule as it is understood, and as Kibana can ask for the same."""

from typing import Annotated, Any

import typer

from consumers.alerting.compiled import CompiledRule
from consumers.alerting.rule_yaml import dump_rule
from consumers.index.asked import shown_only
from consumers.query.elastic import compile_query
from consumers.query.lucene import lucene_query
from consumers.query.written import written
from kaigong.app import App
from kaigong.commands.rule_named import named
from kaigong.output import err, out, print_json, safe
from kaigong.stages.alerter import rule_files, vocabulary
from mappings import Kind
from wire import settings


def show(
    rule: Annotated[str, typer.Argument(help="A rule file, or the id of a rule in force.")],
    kibana: Annotated[
        bool, typer.Option("--kibana", help="As a query for Kibana's search bar, and as a filter.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="For a script.")] = False,
) -> None:
    """Show a rule, and the query that it stands for."""
    app = App(settings.load())
    words = vocabulary(app)
    for one in named(rule, rule_files(app, words).current(), words):
        for notice in one.notices:
            err.print(safe(notice), style="yellow", soft_wrap=True)
        if json:
            print_json(_as_json(one, app.settings.prefix))
        elif kibana:
            _show_kibana(one, app.settings.prefix)
        else:
            out.print(safe(dump_rule(one.rule)), end="", soft_wrap=True)
            out.print(safe(f"# on {_kind(one)}: {written(one.node)}"), style="dim", soft_wrap=True)


def _show_kibana(one: CompiledRule, prefix: str) -> None:
    """The search bar's line alone on standard output, if there is one: it is there to be copied."""
    asked = _as_json(one, prefix)
    if asked["lucene"]:
        err.print(safe(f"Data view {asked['data_view']}, search bar with Lucene instead of KQL:"))
        out.print(safe(asked["lucene"]), soft_wrap=True)
        err.print(safe("Or a filter, edited as query DSL:"))
    else:
        err.print(
            safe(
                f"Data view {asked['data_view']}: nearness in order cannot be said in the search bar; add a "
                "filter and edit it as query DSL:"
            ),
            soft_wrap=True,
        )
    print_json(asked["dsl"])


def _as_json(one: CompiledRule, prefix: str) -> dict[str, Any]:
    """The filters leave out, as a search does, what was withdrawn or retracted."""
    kind = _kind(one)
    asked = shown_only(kind, one.node)
    return {
        "rule": one.rule.model_dump(mode="json", exclude_unset=True),
        "on": kind,
        "query": written(one.node),
        "notices": list(one.notices),
        "data_view": f"{prefix}-{kind}",
        "lucene": lucene_query(asked, kind),
        "dsl": {"query": compile_query(asked, kind)},
    }


def _kind(one: CompiledRule) -> Kind:
    return "events" if one.rule.on == "event" else "articles"
