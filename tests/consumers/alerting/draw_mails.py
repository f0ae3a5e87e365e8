"""Draws the pictures of docs/mails anew: python tests/consumers/alerting/draw_mails.py"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from chromium import Chromium  # noqa: E402 - the script's own folder is on the path
from mail_samples import samples  # noqa: E402

# Name, mail, size, dark.
PICTURES = (
    ("digest", "digest", (720, 1560), False),
    ("digest-phone-dark", "digest", (390, 1690), True),
    ("alert", "alert", (720, 830), False),
    ("alert-phone-dark", "alert", (390, 880), True),
    ("update", "update", (720, 830), False),
)


def main() -> None:
    target = ROOT / "docs" / "mails"
    target.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, mail, size, dark in PICTURES:
            Chromium(Path(folder)).picture(samples()[mail].html, target / f"{name}.png", size, dark=dark)


if __name__ == "__main__":
    main()
