"""cpca: places only. It marks the county in the text and says its code."""

from typing import Any

import cpca
from labels import Line


def tag(line: Line) -> Line:
    places = []
    for row in _rows(line["text"]):
        start = row["区_pos"]
        if row["区"] and start >= 0:
            span = {"start": start, "end": start + len(row["区"])}
            places.append({"code": row["adcode"], "surface": row["区"], "role": "site", **span})
    return {"id": line["id"], "places": places, "industries": [], "events": [], "figures": []}


def _rows(text: str) -> list[dict[str, Any]]:
    try:
        return list(cpca.transform_text_with_addrs(text, pos_sensitive=True).to_dict("records"))
    except KeyError:  # its answer to a text without a place
        return []
