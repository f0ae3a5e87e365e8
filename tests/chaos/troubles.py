"""What happens to a line, and when: drawn from a seed before anything runs."""

import random
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from chaos.disk import filled, limited
from chaos.line import STAGES, Line
from chaos.truth import BOUNCES
from running_line import outage
from services.server import Server

_HOUR = 3600.0
_LONGEST_OUTAGE = 4.0
_LONGEST_FREEZE = 10.0
_LONGEST_START = 300.0
_LONGEST_PAUSE = 1.0
# Of a hundred mails. What the server refuses for now or leaves unanswered comes again half a minute later.
_MAIL_ACTIONS = {
    "ok": 88, "450": 2, "data-451": 2, "drop-mail": 2, "drop-before": 2, "drop-after": 3, "hold-after": 1,
}  # fmt: skip
_SCRIPTED_MAILS = 3000


@dataclass(frozen=True, slots=True)
class Trouble:
    """After `pause` seconds, for `seconds`; `step` counts the parts of the plan."""

    step: int
    name: str
    pause: float
    seconds: float

    def __str__(self) -> str:
        lasting = f" {self.seconds:+.1f} s" if self.seconds else ""
        return f"step {self.step}, after {self.pause:.2f} s: {self.name}{lasting}"


def draw(seed: int, steps: int, names: Collection[str], per_step: float) -> list[Trouble]:
    """Every kind at least once, where there are steps enough."""
    rng = random.Random(seed)
    count = max(round(steps * per_step), len(names))
    chosen = [*names, *rng.choices(list(names), k=count - len(names))]
    places = sorted(rng.randrange(steps) for _ in chosen)
    rng.shuffle(chosen)
    return [_trouble(rng, step, name) for step, name in zip(places, chosen, strict=True)]


def _trouble(rng: random.Random, step: int, name: str) -> Trouble:
    seconds = 0.0
    if name == "clock":
        seconds = rng.uniform(-2 * _HOUR, 6 * _HOUR)
    elif name.startswith("freeze "):
        # Some are longer than a member of a group may be silent.
        seconds = rng.uniform(0.5, _LONGEST_FREEZE)
    elif not name.startswith("kill "):
        seconds = rng.uniform(0.5, _LONGEST_OUTAGE)
    return Trouble(step, name, rng.uniform(0, _LONGEST_PAUSE), seconds)


def kinds(line: Line) -> dict[str, Callable[[float], None]]:
    """What can be done to this line."""
    found: dict[str, Callable[[float], None]] = {
        f"kill {name}": _killing(line, name) for name in (*STAGES, "producer")
    }
    found["mail server away"] = lambda seconds: _mail_away(line, seconds)
    found["disk full"] = lambda seconds: _disk_full(line, seconds)
    found["clock"] = line.set_clock
    for name, server in (("kafka", line.kafka), ("elasticsearch", line.elasticsearch)):
        if server:
            found |= _of_server(name, server)
    return found


def mail_script(seed: int) -> dict[str, list[str]]:
    """The server begins it anew whenever it is started."""
    rng = random.Random(seed)
    actions = rng.choices(list(_MAIL_ACTIONS), list(_MAIL_ACTIONS.values()), k=_SCRIPTED_MAILS)
    return {"any": actions} | calm_script()


def calm_script() -> dict[str, list[str]]:
    """Nobody is refused but who always is."""
    return {BOUNCES.partition("@")[0]: ["550"] * _SCRIPTED_MAILS}


def of_step(troubles: Collection[Trouble], step: int) -> Iterator[Trouble]:
    return (trouble for trouble in troubles if trouble.step == step)


def _killing(line: Line, name: str) -> Callable[[float], None]:
    return lambda _seconds: line.processes[name].kill()


def _of_server(name: str, server: Server) -> dict[str, Callable[[float], None]]:
    return {
        f"stop {name}": lambda seconds: _away(server, server.stop, seconds),
        f"crash {name}": lambda seconds: _away(server, server.kill, seconds),
        f"freeze {name}": lambda seconds: _freeze(server, seconds),
    }


def _away(server: Server, end: Callable[[], None], seconds: float) -> None:
    end()
    outage(seconds)
    # Beside the whole line on a busy machine it takes longer than alone.
    server._seconds_to_start = _LONGEST_START
    server.start()


def _freeze(server: Server, seconds: float) -> None:
    """It keeps its connections, and answers nobody."""
    server.pause()
    outage(seconds)
    server.resume()


def _disk_full(line: Line, seconds: float) -> None:
    pids = [process.pid for process in line.processes.values()]
    with filled(line.data) if line.on_small_disk else limited(pids):
        outage(seconds)


def _mail_away(line: Line, seconds: float) -> None:
    line.mail.stop()
    outage(seconds)
    line.mail.start()
