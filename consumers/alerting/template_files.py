"""The templates of messages: those that ship with Kaigong, and the customer's own in their place."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import (
    ChoiceLoader,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
    TemplateError,
    select_autoescape,
)
from jinja2.sandbox import SandboxedEnvironment
from loguru import logger

from wire.errors import ConfigurationError

_MOST_CHARS = 2_000_000


class TemplateFiles:
    """`<own>/<template>/alert.html` stands in for `alert.html`; it may extend the shipped one.

    A template of the customer's that cannot be used costs no message: then the shipped one is taken. `strict`
    raises ConfigurationError instead, for whoever looks at a template before it is used.
    """

    def __init__(self, own: Path | None = None, *, strict: bool = False) -> None:
        self._strict = strict
        shipped = PackageLoader("consumers.alerting", "templates")
        loader = ChoiceLoader([shipped, FileSystemLoader(own)]) if own else shipped
        self._own = own
        self._environment = SandboxedEnvironment(
            loader=loader,
            autoescape=select_autoescape(["html"]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    def render(self, name: str, view: Mapping[str, object], template: str | None = None) -> str:
        if template and self._own and (self._own / template / name).is_file():
            try:
                return self._rendered(f"{template}/{name}", view)
            except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, OSError) as exc:
                if self._strict:
                    raise ConfigurationError(f"{self._own / template / name}: {exc}") from exc
                logger.bind(template=f"{template}/{name}", error=str(exc)).error(
                    "own template cannot be used; the shipped one is taken"
                )
        return self._rendered(name, view)

    def problem(self, template: str) -> str | None:
        """What is wrong with the customer's templates of this name, as far as reading them tells."""
        folder = self._own / template if self._own else None
        files = sorted(folder.glob("*.*")) if folder else []
        if not files:
            return f"there is no template in {folder}"
        for file in files:
            try:
                self._environment.get_template(f"{template}/{file.name}")
            except TemplateError as exc:
                return f"{file}: {exc}"
        return None

    def _rendered(self, name: str, view: Mapping[str, Any]) -> str:
        parts: list[str] = []
        length = 0
        for part in self._environment.get_template(name).generate(view):
            length += len(part)
            if length > _MOST_CHARS:
                raise ValueError(f"longer than {_MOST_CHARS} characters")
            parts.append(part)
        return "".join(parts)
