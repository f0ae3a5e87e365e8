"""Values for a spreadsheet, which takes some text for a formula; the text is from the web."""

import msgspec

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> object:
    """Lists with a semicolon between; missing values are empty; a formula's beginning gets a ' in front."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case int() | float():
            return value
        case list():
            return cell("; ".join(map(str, value)))
        case str():
            return f"'{value}" if value.startswith(_FORMULA) else value
        case _:
            return cell(msgspec.json.encode(value).decode())
