"""The model of a source: one monitored column of a publisher."""

import re
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import cssselect
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator


def _regex(value: str) -> str:
    try:
        re.compile(value)
    except re.error as exc:
        raise ValueError(f"not a regular expression: {exc}") from exc
    return value


def _css(value: str) -> str:
    try:
        cssselect.parse(value)
    except cssselect.SelectorError as exc:
        raise ValueError(f"not a CSS selector: {exc}") from exc
    return value


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Regex = Annotated[str, AfterValidator(_regex)]
Css = Annotated[str, AfterValidator(_css)]
CssList = Annotated[tuple[Css, ...], BeforeValidator(_listed)]


Preset = Literal[
    "truecms",
    "ucap",
    "trs",
    "hanweb_jpage",
    "hanweb_jpaas",
    "hanweb_xxgk",
    "epoint",
    "gkmlpt",
    "ucap_search",
    "ucap_channel",
    "json_list",
    "founder",
    "feed",
    "static",
    "links",
]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Records(_Part):
    """Where the records of a listing are, and where their parts are inside one record."""

    origin: Literal["dom", "rows", "initdata", "datastore", "iframe"] = Field(
        default="dom",
        alias="from",
        description="how the records are embedded; `rows` looks for the list itself",
    )
    item: Css | None = Field(default=None, description="one record; without it every link is a record")
    link: Css = Field(default="a", description="the link inside a record")
    link_attr: str = Field(default="href", description="the attribute that holds the address")
    link_re: Regex | None = Field(default=None, description="group 1 is the address inside that attribute")
    title: Css | None = Field(
        default=None, description="the title inside a record, if it is not the link's text"
    )
    title_attr: str = Field(
        default="title", description="attribute with the whole title of a shortened link text"
    )
    date: Css | None = Field(
        default=None, description="the date inside a record; without it the first date counts"
    )
    date_re: Regex | None = Field(default=None, description="group 1 is the date inside that text")


class Pager(_Part):
    kind: Literal["none", "auto", "createPageHTML", "template", "descending", "next"] = Field(
        default="none", description="how the listing goes on; `auto` takes what the page shows"
    )
    template: str | None = Field(
        default=None,
        pattern=r"\{n\}",
        description="address of a further page, beside or below the first: list_{n}.html",
    )
    first: int = Field(default=2, ge=0, description="the {n} of the second page")
    next: Css | None = Field(
        default=None, description="the link to the next page; default: the link called 下一页"
    )
    max_pages: int = Field(default=20, ge=1, le=1000, description="pages of a listing that are read at most")


class Api(_Part):
    """An interface that answers in JSON. `{name}` in its texts stands for a value found on the page."""

    endpoint: str | None = Field(
        default=None, description="address of a page of records; {page} is its number"
    )
    body: str | None = Field(
        default=None, description="what is posted; without it the interface is asked by GET"
    )
    body_type: Literal["form", "json"] = "form"
    find: dict[str, Regex] = Field(
        default_factory=dict, description="name → expression whose group 1 is the value, in page or address"
    )
    values: dict[str, str] = Field(
        default_factory=dict, description="name → value; goes before what is found"
    )
    otherwise: dict[str, str] = Field(default_factory=dict, description="name → value where none is found")
    script: Regex | None = Field(
        default=None, description="group 1 is the address of a script in which values are found too"
    )
    items: str | None = Field(default=None, description="path of the records in the answer, as data.results")
    title: tuple[str, ...] = ()
    url: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    base: str = Field(default="", description="what addresses of records are relative to; default: `url`")
    total: str | None = Field(default=None, description="path of the number of all records")
    first: int = Field(default=1, ge=0, description="the {page} of the first page")
    size: int = Field(default=20, ge=1, le=500, description="{size}: records of a page")


class Paper(_Part):
    """A newspaper by its pages."""

    issue: str | None = Field(
        default=None, description="address of an issue's first page with %Y %m %d; default: the date in `url`"
    )
    days: int = Field(default=3, ge=1, le=30, description="issues that are read at most, today's first")
    skip: Regex = Field(default="^(?:广告|公益广告|遗失|报头)", description="titles that are no articles")


class Urls(_Part):
    """Which links of a listing are articles of this source."""

    allow: Regex | None = None
    deny: Regex | None = None
    hosts: tuple[str, ...] = Field(default=(), description="further hosts of the publisher")
    external: Literal["skip", "link_only", "follow"] = Field(
        default="skip", description="links to other hosts"
    )
    same_prefix: bool = Field(default=False, description="only links below the folder of the listing")


class Detail(_Part):
    """CSS selectors for pages that the built-in knowledge reads wrong; tried first, in order."""

    body: CssList = ()
    title: CssList = ()
    date: CssList = ()
    source: CssList = ()
    remove: CssList = Field(default=(), description="parts of the body that do not belong to the text")
    min_chars: int = Field(default=30, ge=0, description="a guessed body with less text is refused")
    fallback: Literal["readability", "none"] = "readability"


class Http(_Part):
    encoding: str | None = Field(default=None, description="overrides every declaration of the site")
    referer: Literal["none", "list"] = Field(
        default="none", description="send the listing's address as Referer"
    )
    headers: dict[str, str] = Field(default_factory=dict)
    delay: float | None = Field(default=None, ge=1, description="least seconds between two requests")

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                "".encode(value)
            except LookupError as exc:
                raise ValueError(f"no encoding is called {value!r}; try gb18030 or utf-8") from exc
        return value


class Window(_Part):
    days: int | None = Field(
        default=None,
        ge=1,
        description="articles older than this are not fetched; default: all that are listed",
    )
    flood_max: int = Field(default=200, ge=1, description="of more new links than this at once, none alerts")


class Source(_Part):
    """One monitored column of a publisher."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{1,62}$", description="stable name, used in every article")
    name: str = Field(min_length=1, description="for people")
    region: str = Field(pattern=r"^\d{6}$", description="code of the administrative division")
    url: str = Field(pattern=r"^https?://[^/\s]+", description="address of the first listing page")
    kind: Literal["gov", "newspaper", "portal"] = "gov"
    preset: Preset = Field(default="links", description="the family of the site")
    type: Literal["html_list", "fragment_api", "json_api", "epaper", "feed"] = Field(
        default="html_list", description="how its listings are read"
    )
    dialect: Literal["jpage", "jpaas", "truecms", "xxgk"] | None = Field(
        default=None, description="of a fragment_api"
    )
    records: Records = Records()
    pager: Pager = Pager()
    api: Api = Api()
    paper: Paper = Paper()
    urls: Urls = Urls()
    detail: Detail = Detail()
    source_aliases: dict[str, str] = Field(default_factory=dict, description="本网 → the publisher's name")
    http: Http = Http()
    window: Window = Window()
    status: Literal["active", "link_only", "blocked", "retired"] = "active"
    verified: bool = Field(default=False, description="a person has seen it work on the live site")
    confidence: str | None = Field(default=None, description="how sure the address is: A, B or C")
    interval: float | None = Field(
        default=None, gt=0, description="seconds between two visits; default: learned"
    )

    @field_validator("region", mode="before")
    @classmethod
    def _text_of_number(cls, value: Any) -> Any:
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else value

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""
