"""The documents of a split without their labels, as `kaigong tag --jsonl` reads them.

python benchmarks/truth/inputs.py dev | kaigong tag --jsonl > tags.jsonl
"""

import json
import sys

from labels import SPLITS, read_split

FIELDS = ("id", "title", "text", "home", "published")


def main() -> int:
    if len(sys.argv) != 2 or sys.argv[1] not in SPLITS:
        print(f"usage: inputs.py {'|'.join(SPLITS)}", file=sys.stderr)
        return 2
    for line in read_split(sys.argv[1]):
        print(json.dumps({name: line[name] for name in FIELDS if name in line}, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
