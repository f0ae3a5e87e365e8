"""The <datastore> of Hanweb and TrueCMS: an XML that carries pieces of HTML, and is often none."""

from collections.abc import Sequence


def datastore(records: Sequence[str], total: int, pages: int = 0, next_group: str = "") -> str:
    head = f"<totalrecord>{total}</totalrecord>" + (f"<totalpage>{pages}</totalpage>" if pages else "")
    group = f'<nextgroup><![CDATA[<a href="{next_group}"></a>]]></nextgroup>' if next_group else ""
    body = "".join(f"<record><![CDATA[\n{record}\n]]></record>\n" for record in records)
    return f"<datastore>\n{head}{group}\n<recordset>\n{body}</recordset></datastore>"


def broken(store: str) -> str:
    """As some templates write it: a stray tag, a bare ampersand, no end."""
    return store.replace("<recordset>", "<recordset><br>&nbsp;", 1).replace("</datastore>", "")
