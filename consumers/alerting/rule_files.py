"""The rules in force: a folder read again when it changes; a broken file keeps its last good version."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from loguru import logger

from consumers.alerting.compiled import CompiledRule
from consumers.alerting.rule_copies import RuleCopies
from consumers.alerting.rule_yaml import read_rules, stem_of
from consumers.alerting.rules import Rule
from wire.clock import Clock
from wire.errors import ConfigurationError

SUFFIXES = (".yaml", ".yml")
_LOOK_SECONDS = 1.0

T = TypeVar("T")
R = TypeVar("R")

# What a look at a file can tell without reading it; a replaced file has another inode.
_Stamp = tuple[int, int, int, int]


@dataclass(slots=True)
class _File:
    """`rules` are the last good ones; `problem` is what is wrong with the present content."""

    stamp: _Stamp | None = None
    content: str = ""
    rules: tuple[CompiledRule, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class RuleSet:
    """`rules` are those in force and enabled, `disabled` the others; `problems` are by file name.

    `kept` are the ids that the last good version of a file with a problem has in force.
    """

    rules: tuple[CompiledRule, ...]
    disabled: tuple[CompiledRule, ...]
    problems: dict[str, str]
    kept: dict[str, tuple[str, ...]] = field(default_factory=dict)


class RuleFiles:
    """Looks at the folder at most once a second. A change applies from the next record on."""

    def __init__(
        self,
        folder: Path,
        compiler: Callable[[Rule], CompiledRule],
        clock: Clock,
        copies: RuleCopies | None = None,
        check: Callable[[CompiledRule], None] | None = None,
    ) -> None:
        """With `copies`, the last good version of a broken file also outlives a restart.

        `check` raises ConfigurationError for a rule that compiles and is no good. What was good once stays
        in force: a new tagger, under which an example comes out differently, takes no rule away.
        """
        self._copies = copies
        self._check = check
        self._folder = folder
        self._compile = compiler
        self._clock = clock
        self._files: dict[Path, _File] = {}
        self._holders: dict[str, Path] = {}
        self._looked = float("-inf")
        self._folder_problem: str | None = None
        self._current = RuleSet((), (), {})

    def current(self) -> RuleSet:
        now = self._clock.monotonic()
        if now - self._looked >= _LOOK_SECONDS:
            self._looked = now
            self.look()
        return self._current

    def close(self) -> None:
        """It holds nothing open."""

    def look(self) -> RuleSet:
        """Read what has changed, now."""
        try:
            paths = self._paths()
        except OSError as exc:
            self._report(f"cannot read the folder: {exc.strerror}")
            return self._current
        gone = self._files.keys() - set(paths)
        for path in gone:
            self._hold(path, ())
            del self._files[path]
        if self._copies and (gone or not self._files) and self._folder.exists():
            self._copies.retain({path.name for path in paths})
        changed = bool(gone)
        for path in paths:
            changed |= self._refresh(path)
        if changed:
            # A file that was refused for an id that another one held may be good now.
            for path in paths:
                if self._files[path].problem:
                    self._read(path, self._files[path])
        if changed or self._folder_problem:
            self._folder_problem = None
            self._current = self._assemble()
        return self._current

    def _paths(self) -> list[Path]:
        if not self._folder.exists() and not self._files:
            return []  # no rules yet; a folder that vanishes later is an error
        return sorted(
            path
            for path in self._folder.iterdir()
            if path.suffix in SUFFIXES and not path.name.startswith(".") and path.is_file()
        )

    def _refresh(self, path: Path) -> bool:
        file = self._files.setdefault(path, _File())
        try:
            stat = path.stat()
        except OSError:
            return False  # gone since the listing: the next look removes it
        stamp = (stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino)
        # Clocks of file systems are coarse: a file written within the last seconds may change unseen.
        settled = self._clock.now().timestamp() - stat.st_mtime > 2 * _LOOK_SECONDS
        if stamp == file.stamp and settled:
            return False
        file.stamp = stamp
        return self._read(path, file)

    def _read(self, path: Path, file: _File) -> bool:
        """Whether anything about the file is new."""
        before = (file.content, file.problem)
        try:
            content = path.read_bytes()
            file.content = hashlib.blake2b(content).hexdigest()
            if (file.content, None) == before:
                return False
            rules = self._compiled(path, content)
            good = set(map(id, () if file.problem else file.rules))
            for one in rules:
                if self._check is not None and id(one) not in good:
                    _about(one.rule, self._check, one)
            self._hold(path, rules)
            file.problem = None
            self._keep(path, content)
        except OSError as exc:
            file.problem = f"cannot be read: {exc.strerror}"
        except ConfigurationError as exc:
            file.problem = str(exc)
        if file.problem and not file.rules:
            self._hold(path, self._copied(path))
        if (file.content, file.problem) == before:
            return False
        bound = logger.bind(file=path.name, rules=len(file.rules))
        if file.problem and file.rules:
            bound.bind(problem=file.problem).error("rule file refused; its last good version stays in force")
        elif file.problem:
            bound.bind(problem=file.problem).error("rule file refused; nothing of it is in force")
        else:
            bound.info("rule file loaded")
        return True

    def _keep(self, path: Path, content: bytes) -> None:
        try:
            if self._copies:
                self._copies.keep(path.name, content)
        except OSError as exc:
            logger.bind(file=path.name, problem=str(exc)).warning("no copy of a good rule file could be kept")

    def _copied(self, path: Path) -> tuple[CompiledRule, ...]:
        """What an earlier process had in force; nothing where that is no good either."""
        try:
            content = self._copies.of(path.name) if self._copies else None
            return self._compiled(path, content) if content is not None else ()
        except (OSError, ConfigurationError) as exc:
            logger.bind(file=path.name, problem=str(exc)).warning("last good version of a rule file lost")
            return ()

    def _compiled(self, path: Path, content: bytes) -> tuple[CompiledRule, ...]:
        rules = read_rules(content, stem_of(path))
        for rule_id, count in Counter(rule.id for rule in rules).items():
            holder = self._holders.get(rule_id, path)
            if holder != path:
                raise ConfigurationError(f"id: {rule_id!r} is already in {holder.name}; rename one")
            if count > 1:
                raise ConfigurationError(f"id: {rule_id!r} is in this file twice; rename one")
        former = {one.rule.id: one for one in self._files[path].rules}
        return tuple(self._kept_or_compiled(rule, former.get(rule.id)) for rule in rules)

    def _kept_or_compiled(self, rule: Rule, former: CompiledRule | None) -> CompiledRule:
        """A rule that reads as before stays the same object: whoever has it need do nothing."""
        return former if former and former.rule == rule else _about(rule, self._compile, rule)

    def _hold(self, path: Path, rules: tuple[CompiledRule, ...]) -> None:
        file = self._files[path]
        for one in file.rules:
            del self._holders[one.rule.id]
        self._holders |= {one.rule.id: path for one in rules}
        file.rules = rules

    def _assemble(self) -> RuleSet:
        everything = [one for path in sorted(self._files) for one in self._files[path].rules]
        refused = {path.name: file for path, file in sorted(self._files.items()) if file.problem}
        return RuleSet(
            _with_enabled(everything, True),
            _with_enabled(everything, False),
            {name: file.problem or "" for name, file in refused.items()},
            {name: tuple(one.rule.id for one in file.rules) for name, file in refused.items()},
        )

    def _report(self, problem: str) -> None:
        if problem != self._folder_problem:
            self._folder_problem = problem
            logger.bind(folder=str(self._folder), problem=problem).error(
                "rules cannot be read again; those known stay in force"
            )
        current = self._current
        self._current = RuleSet(
            current.rules,
            current.disabled,
            {**current.problems, self._folder.name: problem},
            {**current.kept, self._folder.name: tuple(one.rule.id for one in current.rules)},
        )


def _about(rule: Rule, act: Callable[[T], R], value: T) -> R:
    """An error of the act names the rule."""
    try:
        return act(value)
    except ConfigurationError as exc:
        raise ConfigurationError(f"rule {rule.id}: {exc}", exc.problems) from exc


def _with_enabled(rules: Iterable[CompiledRule], enabled: bool) -> tuple[CompiledRule, ...]:
    return tuple(one for one in rules if one.rule.enabled is enabled)
