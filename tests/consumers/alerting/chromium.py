"""A real Chromium, if the machine has one: pictures of a page, and what a script finds in it."""

import json
import re
import shutil
import subprocess
from html import escape, unescape
from pathlib import Path
from typing import Any

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip
_DARK = "--blink-settings=preferredColorScheme=0"


class Chromium:
    """Each call is a browser of its own with an empty profile in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @staticmethod
    def program() -> str | None:
        return next(filter(None, map(shutil.which, _NAMES)), None)

    def picture(self, html: str, target: Path, size: tuple[int, int], *, dark: bool) -> None:
        self._run(html, size, f"--screenshot={target.resolve()}", dark=dark)

    def found(self, html: str, script: str, width: int, *, dark: bool) -> Any:
        """What the script returns, with the page laid out at this width."""
        tail = f"<script>parent.document.title = JSON.stringify((() => {{ {script} }})())</script>"
        # No window of a browser is as narrow as a phone.
        frame = (
            f'<iframe style="width:{width}px;height:900px;border:0" srcdoc="{escape(html + tail)}"></iframe>'
        )
        outer = f'<!DOCTYPE html><meta name="color-scheme" content="light dark"><title></title>{frame}'
        dumped = self._run(outer, (max(width, 800), 1000), "--dump-dom", dark=dark)
        title = re.search(r"<title>(.+?)</title>", dumped, re.DOTALL)
        assert title, dumped[:500]
        return json.loads(unescape(title[1]))

    def _run(self, html: str, size: tuple[int, int], action: str, *, dark: bool) -> str:
        program = self.program()
        assert program is not None
        page = self._folder / "page.html"
        page.write_text(html, "utf-8")
        options = [*_OPTIONS, *([_DARK] if dark else []), f"--window-size={size[0]},{size[1]}"]
        profile = self._folder / "profile"
        shutil.rmtree(profile, ignore_errors=True)
        done = subprocess.run(
            [program, *options, f"--user-data-dir={profile}", action, page.resolve().as_uri()],
            check=True, capture_output=True, timeout=60,
        )  # fmt: skip
        return done.stdout.decode()
