"""`kaigong rule test`: what a rule would have told, before it is in force."""

from contextlib import closing
from typing import Annotated

import typer

from consumers.alerting.compile import compile_rule
from consumers.alerting.rules import parse_rule
from kaigong.app import App
from kaigong.commands.rule_named import named
from kaigong.output import err, print_json, safe
from kaigong.rule_examples import example_check
from kaigong.rule_trial.show import show
from kaigong.rule_trial.trial import Trials
from kaigong.stages.alerter import receiver_file, rule_files, vocabulary
from kaigong.stages.indexer import open_index
from wire import settings
from wire.errors import ConfigurationError


def try_rule(
    rule: Annotated[str | None, typer.Argument(help="A rule file, or the id of a rule in force.")] = None,
    query: Annotated[str | None, typer.Option(help="Instead: a query that is no rule yet.")] = None,
    on: Annotated[str, typer.Option(help="What the query asks: event or article")] = "event",
    days: Annotated[int, typer.Option(help="How many days, today being the last.", min=1, max=3660)] = 30,
    suppressed: Annotated[
        bool, typer.Option("--suppressed", help="Also what was held back, and why: plans, rates …")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="For a script.")] = False,
) -> None:
    """Show what a rule would have told of the articles in the index; nothing is sent or kept.

    Hits per day and samples, other rules that have the same hits, and the mails it would have sent.
    """
    app = App(settings.load())
    words = vocabulary(app)
    current = rule_files(app, words).current()
    check = example_check(app, words)
    if query is not None and rule is None:
        tried = [compile_rule(parse_rule({"id": "query", "query": query, "on": on}), words)]
    elif rule is not None and query is None:
        tried = named(rule, current, words)
    else:
        raise ConfigurationError("give a rule file, the id of a rule, or --query; one of them")
    with closing(open_index(app)) as index:
        trials = Trials(index, words, app.settings, receiver_file(app).current(), current.rules)
        reports = [
            trials.run(one, app.clock.now(), days, held_back=suppressed, wrong_examples=check.problems(one))
            for one in tried
        ]
    if json:
        print_json(reports[0] if len(reports) == 1 else reports)
        return
    for one, report in zip(tried, reports, strict=True):
        for notice in one.notices:
            err.print(safe(notice), style="yellow", soft_wrap=True)
        show(report, app.settings.zone)
