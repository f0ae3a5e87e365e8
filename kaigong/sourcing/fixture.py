"""The fixture of a source: its saved pages and what they are expected to show."""

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

import msgspec

from crawler.fetch import Fetched
from kaigong.sourcing.saved_pages import Replay, decoded, save_pages
from kaigong.sourcing.seen import Seen
from wire.errors import ConfigurationError

EXPECTED = "expected.json"
FOLDER = "fixtures"


class Fixture:
    """`<folder of the user's sources>/fixtures/<id>`; no file in it is taken for a source."""

    def __init__(self, sources: Path, source_id: str) -> None:
        self.path = sources / FOLDER / source_id

    def __bool__(self) -> bool:
        return (self.path / EXPECTED).is_file()

    def expected(self) -> Seen:
        """Raises ConfigurationError when there is none that can be read."""
        path = self.path / EXPECTED
        try:
            data = path.read_bytes()
        except OSError as exc:
            raise ConfigurationError(f"Cannot read {path}: {exc.strerror}") from exc
        return decoded(data, Seen, path)

    def replay(self) -> Replay:
        return Replay(self.path)

    def write(self, seen: Seen, answers: dict[str, Fetched]) -> None:
        """Replace what is there, whole or not at all. Raises ConfigurationError."""
        expected = msgspec.json.format(msgspec.json.encode(seen), indent=2) + b"\n"

        def fill(folder: Path) -> None:
            (folder / EXPECTED).write_bytes(expected)
            save_pages(folder, answers)

        try:
            _replaced(self.path, fill)
        except OSError as exc:
            raise ConfigurationError(f"Cannot write the fixture {self.path}: {exc.strerror}") from exc


def _replaced(path: Path, fill: Callable[[Path], None]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    try:
        fill(draft)
        draft.chmod(0o755)
        if path.exists():
            shutil.rmtree(path)
        draft.rename(path)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)
        raise
