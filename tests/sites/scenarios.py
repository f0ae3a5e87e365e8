"""The sites of the sample web: every family, and every nasty case of a list, a page or a server by name."""

from kaigong.demo.web.families.cards import Cards
from kaigong.demo.web.families.epaper import FounderNew, FounderOld
from kaigong.demo.web.families.epoint import Epoint
from kaigong.demo.web.families.epoint_variants import EpointFrom1
from kaigong.demo.web.families.feeds import Atom, Rss, Sitemap
from kaigong.demo.web.families.gkmlpt import Gkmlpt, GkmlptUnit
from kaigong.demo.web.families.hanweb_variants import JpaasLay, JpageMore
from kaigong.demo.web.families.hostile import Boasting, Bomb, Circle, Endless
from kaigong.demo.web.families.jpaas import Jpaas
from kaigong.demo.web.families.jpage import Jpage, JpageGbk, JpageRecords, JpageSealed
from kaigong.demo.web.families.json_list import JsonList
from kaigong.demo.web.families.portal import DayOnly, Portal, PortalDescending
from kaigong.demo.web.families.static import Changzhou, Huaian, Wuxi
from kaigong.demo.web.families.trs import Trs, TrsImported, TrsNumbered
from kaigong.demo.web.families.trs_variants import TrsFolder
from kaigong.demo.web.families.truecms import TrueCms
from kaigong.demo.web.families.truecms_variants import TrueCmsNantong
from kaigong.demo.web.families.ucap import Ucap, UcapShell, UcapTable
from kaigong.demo.web.families.ucap_api import UcapChannel, UcapSearch
from kaigong.demo.web.families.ucap_variants import UcapDistrict, UcapOld
from kaigong.demo.web.families.unknown import Unknown, UnknownFolder
from kaigong.demo.web.families.unknown_variants import UnknownFromZero, UnknownNumbered
from kaigong.demo.web.families.xxgk import Xxgk
from kaigong.demo.web.site import Scenario

METAS = (
    *("metas-lower-case", "metas-doubled", "metas-empty", "metas-placeholder", "metas-of-other-site"),
    *("metas-missing", "maketime", "pub-date-12-hours", "pub-date-of-import", "pub-date-with-seconds"),
    *("pub-date-day-only", "pub-date-dotted", "pub-date-slashes", "pub-date-chinese", "pub-date-wide-dashes"),
    *("pub-date-spaces", "title-with-markup", "title-cut", "source-in-meta-only", "heading-is-logo"),
)
BODIES = (
    *("text-in-divisions", "text-in-table", "text-preformatted", "nested-editor", "comment-markers"),
    *("page-break", "information-table", "three-headlines", "long-related", "script-noise"),
    *("document-viewer", "video-only", "lazy-pictures", "tail-in-text", "short-notice", "with-files"),
    *("files-only", "pictures-only", "personal-data", "several-pages", "editors-in-text"),
)
LINES = (
    *("line-with-font-size", "line-with-sound", "line-with-update", "line-with-author", "line-short-words"),
    *("line-source-first", "line-in-wide-letters", "line-with-weekday", "line-in-spans"),
)
GONE_PAGES = (
    *("soft-404", "soft-404-in-review", "soft-404-script", "soft-404-redirect", "deleted-text"),
    *("redirect-loop", "redirect-hijacked", "status-404"),
)
ROWS = (
    *("short-title-attribute", "short-title-only", "decorated-title", "picture-mark", "future-date"),
    *(
        "category-link",
        "no-date",
        "no-year",
        "date-in-brackets",
        "date-in-title",
        "dotted-date",
        "chinese-date",
    ),
)

# Sites that a crawl can read, in the order of gov-sites.md §2 and §3.
READABLE: tuple[Scenario, ...] = (
    Scenario("ucap", Ucap, count=42),
    Scenario("ucap-district", UcapDistrict, count=24, rows=ROWS),
    Scenario("ucap-old", UcapOld),
    Scenario("ucap-metas", Ucap, pages=METAS),
    Scenario("ucap-bodies", Ucap, pages=BODIES),
    Scenario("ucap-rows", Ucap, rows=ROWS, site=("pinned-old", "foreign-links")),
    Scenario("ucap-beyond", Ucap, site=("stale-count", "beyond-is-page-1")),
    Scenario("ucap-astray", Ucap, site=("stale-count", "beyond-is-other-column")),
    Scenario("ucap-table", UcapTable, pages=("information-table", "with-files", "files-only")),
    Scenario("ucap-refresh", UcapShell),
    Scenario("ucap-script", UcapShell, site=("entry-is-script",)),
    Scenario("ucap-iframe", UcapShell, site=("entry-is-iframe",)),
    Scenario("ucap-channel", UcapChannel, count=32),
    Scenario("ucap-search", UcapSearch, count=32),
    Scenario("trs", Trs, count=42),
    Scenario("trs-folder", TrsFolder, rows=ROWS),
    Scenario("trs-bodies", TrsNumbered, pages=BODIES),
    Scenario("trs-metas", Trs, pages=METAS, site=("pager-in-variables",)),
    Scenario("jpage", Jpage, count=44, per_page=6),
    Scenario("trs-eve", Trs, count=8, pages=("made-on-the-eve",) * 3),
    # What appeared within a day or two of the move cannot be told from what was written on its eve.
    Scenario("trs-imported", TrsImported, count=28, withheld=8),
    Scenario("jpage-more", JpageMore, count=26, per_page=6),
    Scenario("jpage-gbk", JpageGbk, count=26, per_page=6),
    Scenario("jpage-escaped", Jpage, count=26, per_page=6, site=("escaped-datastore",)),
    Scenario("jpage-broken", Jpage, count=26, per_page=6, site=("broken-xml", "stray-markup"), rows=ROWS),
    Scenario("jpage-records", JpageRecords, count=44, per_page=6, pages=BODIES),
    Scenario("jpage-sealed", JpageSealed, count=44, per_page=6),
    Scenario("xxgk", Xxgk, pages=("information-table",)),
    Scenario("jpaas", Jpaas, count=36, pages=METAS),
    Scenario("jpaas-lay", JpaasLay),
    Scenario("jpaas-misspelt", Jpaas, site=("misspelt-parse-type",), pages=("with-files", "files-only")),
    Scenario("truecms", TrueCms, count=44, site=("needs-referer",)),
    Scenario("truecms-nantong", TrueCmsNantong, count=40, rows=ROWS),
    Scenario("truecms-onclick", TrueCms, site=("onclick-links", "index-from-0")),
    Scenario("truecms-ids", TrueCms, site=("duplicate-ids",), pages=BODIES),
    Scenario("truecms-label", TrueCms, count=36, site=("label-dates", "stale-index")),
    Scenario("truecms-off", TrueCms, count=15, site=("api-off",)),
    Scenario("epoint", Epoint, count=46),
    Scenario("epoint-1", EpointFrom1, count=30),
    Scenario("gkmlpt-unit", GkmlptUnit),
    Scenario("gkmlpt", Gkmlpt, count=104),
    Scenario("json-list", JsonList),
    Scenario("wuxi", Wuxi, count=36, pages=BODIES),
    Scenario("changzhou", Changzhou, pages=BODIES),
    Scenario(
        "huaian", Huaian, site=("source-is-own",), source={"source_aliases": {"本网": "淮滨市人民政府网"}}
    ),
    Scenario("portal", Portal, rows=("", "short-title-only", "decorated-title"), site=("phone-copy",)),
    Scenario("portal-descending", PortalDescending, count=32),
    Scenario("cards", Cards, count=32),
    Scenario("portal-lines", Portal, count=12, pages=LINES),
    Scenario("wuxi-lines", Wuxi, count=12, pages=LINES),
    Scenario("portal-bodies", PortalDescending, count=24, pages=BODIES),
    Scenario("unknown-bodies", UnknownFolder, count=24, pages=BODIES),
    Scenario("unknown-lines", UnknownFolder, count=12, pages=LINES),
    Scenario("portal-day", DayOnly),
    Scenario("founder-new", FounderNew, count=16, per_page=4, pages=("", "continued-page")),
    Scenario("founder-old", FounderOld, count=16, per_page=4),
    Scenario("founder-late", FounderNew, count=8, per_page=4, site=("yesterday-served",)),
    Scenario("founder-missing", FounderNew, count=8, per_page=4, site=("missing-issue",)),
    Scenario("rss", Rss),
    Scenario("atom", Atom),
    Scenario("sitemap", Sitemap),
    Scenario("unknown", Unknown, site=("dated-sidebar",)),
    Scenario("unknown-folder", UnknownFolder),
    Scenario("unknown-numbered", UnknownNumbered, pages=METAS),
    Scenario("unknown-zero", UnknownFromZero, pages=BODIES),
    Scenario("jpaas-bodies", JpaasLay, pages=BODIES),
    Scenario("epoint-bodies", Epoint, pages=BODIES),
    Scenario("gkmlpt-bodies", Gkmlpt, pages=BODIES),
    Scenario("huaian-lines", Huaian, count=12, pages=LINES, rows=ROWS),
    Scenario("changzhou-lines", Changzhou, count=12, pages=LINES),
    Scenario("cards-lines", Cards, count=12, pages=LINES),
    Scenario("cards-bodies", Cards, pages=BODIES),
    Scenario("json-metas", JsonList, pages=METAS),
    Scenario("ucap-queries", Ucap, count=8, site=("noise-queries",)),
    Scenario("copy-city", Ucap, count=6, told_by="copy", pages=("tail-in-text",) * 6),
    Scenario("copy-district", TrueCms, count=6, told_by="copy"),
    Scenario("copy-paper", Portal, count=6, told_by="copy", pages=("editors-in-text",) * 6),
    Scenario("gone", Ucap, pages=("", "", "", *GONE_PAGES)),
    Scenario("robots-folder", Ucap, count=8, pages=("", "disallowed"), site=("robots-disallows-folder",)),
    Scenario("robots-html", Ucap, count=8, site=("robots-is-html",)),
    Scenario("charset-utf-8", Ucap, count=8, site=("gb18030-as-utf-8",)),
    Scenario("charset-latin-1", Ucap, count=8, site=("gb18030-as-latin-1",)),
    Scenario("charset-gb2312", Ucap, count=8, site=("utf-8-as-gb2312",)),
    Scenario("charset-bom", Ucap, count=8, site=("utf-8-with-bom",)),
    Scenario("charset-none", Ucap, count=8, site=("no-charset",)),
)

# Sites that are visited twice: what is withheld appears in between.
CHANGING: tuple[Scenario, ...] = (
    Scenario("etags", Ucap, count=8, site=("etags",), withheld=3),
    Scenario("last-modified", Ucap, count=8, site=("lying-last-modified",), withheld=3),
    Scenario("flood", Ucap, count=30, per_page=30, withheld=24, source={"window": {"flood_max": 20}}),
)

# Sites that a careless crawler would never leave.
HOSTILE: tuple[Scenario, ...] = (
    Scenario("endless", Endless, count=10),
    Scenario("circle", Circle, count=24),
    Scenario("boasting", Boasting, count=12, per_page=6),
    Scenario("bomb", Bomb, count=6),
)

# Sites that refuse: nothing of them may be published, and they must be left alone.
REFUSING: tuple[Scenario, ...] = (
    Scenario("challenge-412", Ucap, count=8, site=("challenge-412",)),
    Scenario("challenge-521", Ucap, count=8, site=("challenge-521",)),
    Scenario("challenge-200", Ucap, count=8, site=("challenge-200",)),
    Scenario("denied-403", Ucap, count=8, site=("denied-403",)),
    Scenario("busy-429", Ucap, count=8, site=("busy-429",)),
    Scenario("throttled", Ucap, count=20, site=("throttled-to-home",)),
    Scenario("robots-down", Ucap, count=8, site=("robots-is-down",)),
    Scenario("robots-list", Ucap, count=8, site=("robots-disallows-list",)),
)
