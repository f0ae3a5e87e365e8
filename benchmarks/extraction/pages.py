"""The pages of the benchmark, and what a reader would say of each."""

import gzip
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crawler.article import decode_html

_ROOT = Path(__file__).parents[2]
_SAMPLES = _ROOT.parent / "shared" / "samples" / "pages"
_OWN = _ROOT / "tests" / "crawler" / "pages"
_TRUTH = Path(__file__).with_name("sample_pages.json")


@dataclass(frozen=True)
class Page:
    """`begins`, `ends` and `chars` are of the text without its white space; None: the page does not tell."""

    name: str
    url: str
    html: str
    title: str
    published: datetime | None
    has_time: bool
    source: str | None
    begins: str
    ends: str
    chars: int


def best() -> tuple[str, list[Page]]:
    return samples() if _SAMPLES.is_dir() else own()


def samples() -> tuple[str, list[Page]]:
    """Real pages of newspapers, portals and governments."""
    truth = json.loads(_TRUTH.read_text("utf-8"))
    return "../shared/samples/pages", [_sample(name, said) for name, said in sorted(truth.items())]


def own() -> tuple[str, list[Page]]:
    """The pages that the project's tests are written for."""
    return "tests/crawler/pages", [_own(path) for path in sorted(_OWN.glob("*.html"))]


def compact(text: str) -> str:
    return "".join(text.split())


def _sample(name: str, said: dict[str, str | int | None]) -> Page:
    html = decode_html(gzip.decompress((_SAMPLES / f"{name}.html.gz").read_bytes()), None)[0]
    published, _, time = str(said["published"]).partition("T")
    return Page(
        name=name,
        url=f"http://www.example.cn/{name}.html",
        html=html,
        title=str(said["title"]),
        published=datetime.fromisoformat(f"{published}T{time or '00:00:00'}+08:00"),
        has_time=bool(time),
        source=said["source"] if isinstance(said["source"], str) else None,
        begins=str(said["begins"]),
        ends=str(said["ends"]),
        chars=int(said["chars"] or 0),
    )


def _own(path: Path) -> Page:
    said = json.loads(path.with_suffix(".json").read_text("utf-8"))
    text = compact(said["text"])
    return Page(
        name=path.stem,
        url=said["url"],
        html=path.read_text("utf-8"),
        title=said["title"],
        published=datetime.fromisoformat(said["published"]),
        has_time=said["precision"] == "minute",
        source=said.get("publisher"),
        begins=text[:12],
        ends=text[-12:],
        chars=len(text),
    )
