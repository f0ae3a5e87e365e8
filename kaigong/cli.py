"""The command line: every command of Kaigong, and what happens to the errors a person can mend."""

import importlib
import sys
from collections.abc import Collection

import typer

from kaigong.exit_codes import CONFIGURATION, FAILED
from wire.errors import ConfigurationError, KaigongError

# In the order of `kaigong --help`. Each is a module of kaigong.commands with a function `register`.
COMMANDS = (
    "run", "demo", "doctor", "health", "watch",
    "source", "rule", "alert", "receiver", "config",
    "crawl", "extract", "ingest", "tag", "search", "export", "tail", "replay", "index", "kibana", "migrate",
    "crawler", "tagger", "indexer", "alerter", "notifier",
)  # fmt: skip

HELP = "Kaigong 开工: watch the news of China's regional governments; be told when a project really starts."
EPILOG = (
    "Exit codes: 0 done; 1 something failed, or a check found something; 2 settings, files or arguments "
    "cannot be used; 75 a stage stopped itself because of too many dead letters."
)


def build(names: Collection[str] = COMMANDS) -> typer.Typer:
    """The command line with these commands; a command loads only what it needs."""
    app = typer.Typer(
        name="kaigong",
        help=HELP,
        epilog=EPILOG,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback()
    def group() -> None:
        """With a callback, typer keeps the command's name even where there is only one command."""

    for name in names:
        importlib.import_module(f"kaigong.commands.{name}").register(app)
    return app


def main() -> None:
    """Entry point of the console script."""
    asked = sys.argv[1] if len(sys.argv) > 1 else ""
    app = build([asked] if asked in COMMANDS else COMMANDS)
    try:
        app()
    except ConfigurationError as exc:
        _complain(exc)
        sys.exit(CONFIGURATION)
    except KaigongError as exc:
        _complain(exc)
        sys.exit(FAILED)
    except BrokenPipeError:
        # `kaigong tail … | head` is no failure; closing stderr keeps the interpreter from complaining.
        sys.stderr.close()


def _complain(exc: KaigongError) -> None:
    sys.stderr.write(f"kaigong: {exc}\n")
