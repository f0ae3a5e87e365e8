"""What every index must do. A test class per adapter gives `index` (zone Asia/Shanghai) and `reader`."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from consumers.index.port import Facet, Hit, Index, Page, Search, SortKey, Write, WriteResult
from consumers.query.ast import And, AnyOf, Everything, Exists, Near, Node, Not, Or, Phrase, Prefix, Range
from consumers.query.errors import QueryError
from wire.text import phrase

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def words(text: str, field: str | None = None) -> Phrase:
    (run,) = phrase(text)
    return Phrase(tuple(run), field)


def article(
    id_: str, title: str = "", text: str = "", *, at: datetime = NOON, **fields: Any
) -> dict[str, Any]:
    return {"article_id": id_, "title": title, "text": text, "shown_at": at.isoformat(), **fields}


def write(document: dict[str, Any], version: int = 1_000_001) -> Write:
    return Write("articles", document["article_id"], version, document)


def event(id_: str, **fields: Any) -> Write:
    document = {"event_id": id_, "article_id": "a", "shown_at": NOON.isoformat(), "state": "done", **fields}
    return Write("events", id_, 1_000_001, document)


def ids(page: Page) -> list[str]:
    return [hit.id for hit in page.hits]


class IndexContract:
    @pytest.fixture
    def index(self) -> Index:
        raise NotImplementedError

    @pytest.fixture
    def reader(self, index: Index) -> Index:
        """Another member, as another process has it, on the same documents."""
        raise NotImplementedError

    def found(self, index: Index, query: Node, **options: Any) -> set[str]:
        return {hit.id for hit in index.search(Search("articles", query, size=100, **options)).hits}

    # Writing

    def test_a_document_comes_back_as_it_was_written(self, index: Index) -> None:
        document = article("a", "镇江新区项目签约", "正文\n第二段 é 😀") | {"places": [{"code": "320000"}]}
        assert index.write([write(document)]) == [WriteResult("a", "written")]
        assert index.get("articles", "a") == document
        assert index.get("articles", "b") is None
        assert index.get("events", "a") is None
        assert index.get_many("articles", ["a", "b"]) == {"a": document}

    def test_another_member_sees_what_was_written(self, index: Index, reader: Index) -> None:
        index.write([write(article("a", "开工"))])
        assert self.found(reader, words("开工")) == {"a"}
        index.write([write(article("b", "开工"))])
        assert self.found(reader, words("开工")) == {"a", "b"}

    def test_creating_twice_keeps_the_documents(self, index: Index) -> None:
        index.write([write(article("a", "开工"))])
        index.create()
        assert self.found(index, words("开工")) == {"a"}

    def test_only_a_newer_version_is_written(self, index: Index) -> None:
        outcomes = [
            index.write([write(article("a", title), version)])[0].outcome
            for title, version in (("二", 2), ("一", 1), ("又二", 2), ("三", 3))
        ]
        assert outcomes == ["written", "stale", "stale", "written"]
        assert index.count("articles") == 1
        assert self.found(index, words("三", "title")) == {"a"}
        assert self.found(index, words("二", "title")) == set()

    def test_a_new_version_leaves_nothing_of_the_old_one(self, index: Index) -> None:
        index.write([write(article("a", "开工", "签约", region="320706", industries=["新材料"]), 1)])
        index.write([write(article("a", "竣工", "", truncated=True), 2)])
        for query in (
            words("开工"),
            words("签约"),
            AnyOf("region", frozenset({"320706"})),
            Exists("industries"),
        ):
            assert self.found(index, query) == set()
        assert self.found(index, AnyOf("truncated", frozenset({"true"}))) == {"a"}
        facets = (Facet("industries"), Facet("region"))
        assert index.search(Search("articles", facets=facets)).facets == {"industries": [], "region": []}

    def test_the_same_id_twice_in_a_batch(self, index: Index) -> None:
        results = index.write(
            [write(article("a", "二"), 2), write(article("a", "一"), 1), write(article("a", "三"), 3)]
        )
        assert [result.outcome for result in results] == ["written", "stale", "written"]
        stored = index.get("articles", "a")
        assert stored is not None
        assert stored["title"] == "三"

    @pytest.mark.parametrize(
        "bad",
        [
            {"no_such_field": 1},
            {"shown_at": "yesterday"},
            {"shown_at": "2026-03-01"},
            {"shown_at": "2026-03-01T00:00:00"},
            {"shown_at": "2026-03-01 00:00:00Z"},
            {"shown_at": "20260301T000000Z"},
            {"shown_at": "2026-03-01T00:00:00+19:00"},
            {"revision": "many"},
            {"revision": 2**70},
            {"truncated": "perhaps"},
            {"title": "half a \ud800 pair"},
        ],
        ids=str,
    )
    def test_an_invalid_document_is_told_and_does_not_stop_the_others(
        self, index: Index, bad: dict[str, Any]
    ) -> None:
        results = index.write([write(article("a")), write(article("bad") | bad), write(article("c"))])
        assert [result.outcome for result in results] == ["written", "invalid", "written"]
        assert results[1].error
        assert index.get("articles", "bad") is None
        assert index.count("articles") == 2

    @pytest.mark.parametrize(
        ("id_", "version"), [("", 1), ("长" * 171, 1), ("\ud800", 1), ("a", -1), ("a", 2**63)], ids=str
    )
    def test_an_id_or_version_that_no_engine_takes(self, index: Index, id_: str, version: int) -> None:
        (result, other) = index.write([Write("articles", id_, version, article("a")), write(article("b"))])
        assert (result.outcome, other.outcome) == ("invalid", "written")
        assert index.get("articles", "a") is None

    @pytest.mark.parametrize(
        "time",
        [
            "2026-03-01T16:00Z",
            "2026-03-01T16:00:00Z",
            "2026-03-02T00:00:00.000+08:00",
            "2026-03-01T16:00:00.000999+00:00",
        ],
    )
    def test_the_forms_of_a_time(self, index: Index, time: str) -> None:
        assert index.write([write(article("a") | {"shown_at": time})])[0].outcome == "written"
        moment = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
        assert self.found(index, Range("shown_at", gte=moment, lte=moment)) == {"a"}

    def test_an_empty_batch(self, index: Index) -> None:
        assert index.write([]) == []

    # Text

    @pytest.mark.parametrize(
        ("text", "query", "expected"),
        [
            ("项目今日开工。", "开工", True),
            ("信息公开。工业增长", "开工", False),
            ("信息公开，工程推进", "开工", False),
            ("推动工业发展", "动工", True),
            ("C919量产提速", "919量产", False),
            ("C919量产提速", "c919量产", True),
            ("C919量产提速", "C919", True),
            ("C919", "C91", False),
            ("总投资4.1亿元", "4.1亿元", True),
            ("总投资4.1亿元", "4.1", True),
            ("总投资4.1亿元", "1亿元", False),
            ("总投资４．１亿元", "4.1亿元", True),
            ("与OpenAI合作", "AI", False),
            ("与OpenAI合作", "openai", True),
            ("型号ZJ-02下线", "zj-02", True),
            ("型号ZJ-02下线", "ZJ", False),
            ("签约\n\n仪式举行", "签约仪式", False),
            ("海州区工业和信息化局，国家专精特\n新企业名单公布", "专精特新", True),
            ("🎉签约🎉", "签约", True),
            ("Café Société", "café", True),
            ("Café Société", "cafe", False),
            ("naïve Ｋａｉｇｏｎｇ", "kaigong", True),
            ("カタカナひらがな", "カタカナひらがな", True),
            ("カタカナ 工场", "カタカナ", True),
            ("삼성 공장 착공", "삼성", True),
            ("簽約儀式", "簽約", True),
            ("签 约", "签约", True),
            ("a_b", "a", True),
            ("签约_仪式", "签约", True),
        ],
    )
    def test_a_phrase_is_a_token_sequence_in_one_run(
        self, index: Index, text: str, query: str, expected: bool
    ) -> None:
        index.write([write(article("title", text)), write(article("text", text=text))])
        assert self.found(index, words(query)) == ({"title", "text"} if expected else set())
        assert self.found(index, words(query, "text")) == ({"text"} if expected else set())

    @pytest.mark.parametrize(
        "tokens",
        [
            (),
            ("",),
            ("_",),
            ("签约",),
            ("签 约",),
            ('签"约',),
            ("签", "*"),
            ("AI",),
            ("a", "_", "b"),
            ("\x00",),
        ],
    )
    def test_what_is_no_token_is_nowhere(self, index: Index, tokens: tuple[str, ...]) -> None:
        index.write([write(article("a", "签约 a_b 签 约 ai AI", '签"约 *'))])
        assert self.found(index, Phrase(tokens)) == set()

    @pytest.mark.parametrize("token", ["a" * 127, "a" * 128, "a" * 255, "a" * 256, "é" * 300, "𝒂" * 200])
    def test_a_very_long_token_is_one_token(self, index: Index, token: str) -> None:
        index.write([write(article("a", f"签约{token}仪式"))])
        assert self.found(index, words(f"签约{token}仪式")) == {"a"}
        assert self.found(index, words(token)) == {"a"}
        assert self.found(index, words(token[:-1])) == set()
        assert self.found(index, words(f"{token}a")) == set()

    def test_a_phrase_stays_inside_one_value_of_a_list(self, index: Index) -> None:
        index.write([event("e", parties=["海州镁业", "新材料公司"])])
        assert index.search(Search("events", words("镁业", "parties"))).total == 1
        assert index.search(Search("events", words("镁业新材料", "parties"))).total == 0

    @pytest.mark.parametrize(
        ("title", "typed", "distance", "found"),
        [
            ("签约一个大项目", "签约 项目", 3, True),
            ("签约一个大项目", "签约 项目", 2, False),
            ("签约项目", "签约 项目", 0, True),
            ("项目签约", "签约 项目", 99, False),
            ("签约，项目", "签约 项目", 99, False),
            ("签 约项目", "签约 项目", 0, True),
            ("签大约项目", "签约 项目", 99, False),
            ("签约 2026 年 C919 项目", "签约 项目", 3, True),
            ("开工开", "开工 工开", 99, False),
            ("开工开工开", "开工 工开", 99, True),
            ("一一", "一 一", 0, True),
            ("签约签约", "签约 签约", 3, True),
            ("签约又签约", "签约 签约", 1, True),
            ("签约了又签约", "签约 签约", 1, False),
            ("签约", "签约 签约", 99, False),
            ("一", "一 一", 99, False),
            # The nearest pair is not the one that the third word is near to.
            ("一。一个二三四二五五三", "一 二 三", 4, True),
            ("一甲二乙乙二丙丙三", "一 二 三", 4, True),
            ("一甲二乙乙二丙丙三", "一 二 三", 1, False),
            ("一甲甲二一二丙丙丙三", "一 二 三", 3, True),
            ("一甲二甲三甲四甲五", "一 二 三 四 五", 1, True),
            ("一甲二甲三甲五甲四", "一 二 三 四 五", 99, False),
        ],
    )
    def test_words_near_each_other(
        self, index: Index, title: str, typed: str, distance: int, found: bool
    ) -> None:
        index.write([write(article("a", title)), write(article("b", "签约", "项目"))])
        near = Near(tuple(words(word).tokens for word in typed.split()), distance)
        assert self.found(index, near) == ({"a"} if found else set())
        assert self.found(index, Not(near)) == ({"b"} if found else {"a", "b"})

    def test_nearness_of_what_is_nowhere(self, index: Index) -> None:
        index.write([write(article("a", "签约 项目"))])
        for nothing in ("", "_", "签约", '"'):
            assert self.found(index, Near((("项", "目"), (nothing,)), 9)) == set()

    @pytest.mark.parametrize(("phrases", "distance"), [(1, 9), (9, 9), (2, -1), (2, 100)])
    def test_nearness_has_bounds(self, index: Index, phrases: int, distance: int) -> None:
        with pytest.raises(QueryError, match="give"):
            self.found(index, Near((("项",),) * phrases, distance))

    # Fields

    @pytest.fixture
    def corpus(self, index: Index) -> Index:
        documents = [
            article(
                "a",
                "开工",
                "镁业",
                region="320706",
                industries=["新材料", "化工"],
                revision=1,
                truncated=True,
            ),
            article("b", "开工", "", region="320703", industries=["新材料"], revision=2, truncated=False),
            article("c", "规划", "开工", industries=[], revision=3),
            article("d", "签约", "开工", region=None, doc_no="' OR 1=1 --"),
        ]
        for hours, document in enumerate(documents):
            document["shown_at"] = (NOON + timedelta(hours=6 * hours)).isoformat()
        index.write([write(document) for document in documents])
        return index

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            (Prefix("region", "3207"), "ab"),
            (Prefix("region", "320706"), "a"),
            (Prefix("region", "4"), ""),
            (Prefix("industries", "新"), "ab"),
            (Prefix("doc_no", "' OR"), "d"),
            (Not(Prefix("region", "32")), "cd"),
            (Everything(), "abcd"),
            (And(()), "abcd"),
            (Or(()), ""),
            (AnyOf("region", frozenset({"320706", "320703"})), "ab"),
            (AnyOf("region", frozenset({"3207"})), ""),
            (AnyOf("region", frozenset()), ""),
            (AnyOf("industries", frozenset({"化工"})), "a"),
            (AnyOf("truncated", frozenset({"false"})), "b"),
            (AnyOf("doc_no", frozenset({"' OR 1=1 --"})), "d"),
            (Range("revision", gte=2), "bc"),
            (Range("revision", gt=2), "c"),
            (Range("revision", gt=1, lt=3), "b"),
            (Range("revision", gte=1.5, lte=2.5), "b"),
            (Range("revision"), "abc"),
            (Not(Range("revision", lt=3)), "cd"),
            (Range("shown_at", gte=NOON + timedelta(hours=6)), "bcd"),
            (Range("shown_at", lt=NOON), ""),
            (Exists("region"), "ab"),
            (Exists("industries"), "ab"),
            (Not(Exists("industries")), "cd"),
            (Exists("text"), "acd"),
            (Exists("revision"), "abc"),
            (Exists("truncated"), "ab"),
            (And((words("开工"), Not(words("规划")))), "abd"),
            (Or((words("签约", "title"), words("镁业"))), "ad"),
            (And((words("开工", "title"), Not(AnyOf("industries", frozenset({"化工"}))))), "b"),
            (Not(Not(words("规划"))), "c"),
            (Or(tuple(words(f"词{n}") for n in range(1200))), ""),
        ],
    )
    def test_what_a_query_finds(self, corpus: Index, query: Node, expected: str) -> None:
        assert self.found(corpus, query) == set(expected)
        assert corpus.search(Search("articles", query, size=0)).total == len(expected)

    @pytest.mark.parametrize(
        "query",
        [
            AnyOf("no_such_field", frozenset({"1"})),
            AnyOf('region" OR "1', frozenset({"1"})),
            AnyOf("title", frozenset({"开工"})),
            AnyOf("truncated", frozenset({"yes"})),
            words("开工", "region"),
            Range("region", gte=1),
            Range("revision", gte=NOON),
            Range("revision", gte=float("nan")),
            Range("revision", lte=float("inf")),
            Range("revision", gte=2**70),
            Range("shown_at", gte=1),
            Range("shown_at", gte=datetime(2026, 1, 1)),  # noqa: DTZ001
            Exists("places"),
            Not(Exists("no_such_field")),
        ],
        ids=str,
    )
    def test_a_query_that_cannot_be_asked(self, corpus: Index, query: Node) -> None:
        with pytest.raises(QueryError):
            corpus.search(Search("articles", query))

    @pytest.mark.parametrize(
        ("value", "query", "expected"),
        [
            (2**53, Range("area_m2", gte=2**53 + 1), False),
            (2**53, Range("area_m2", gt=2**53 - 1, lt=2**53 + 1), True),
            (-0.0, Range("area_m2", gte=0), True),
            (-0.0, Range("area_m2", lt=0), False),
            (0.0, Range("area_m2", lte=-0.0), True),
            (0.1, Range("area_m2", gt=0.1), False),
            (0.1, Range("area_m2", gte=0.1, gt=0), True),
            (1.7e308, Range("area_m2", gt=1.7e308), False),
            (1.7e308, Range("area_m2"), True),
        ],
    )
    def test_ranges_of_doubles_are_exact(
        self, index: Index, value: float, query: Node, expected: bool
    ) -> None:
        index.write([event("e", area_m2=value)])
        assert index.search(Search("events", query)).total == expected

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            (Range("amount_cny", gte=2**63 - 1), True),
            (Range("amount_cny", gt=2**63 - 1), False),
            (Range("amount_cny", gt=2**63 - 2), True),
            (Range("amount_cny", gte=9.3e18), False),
            (Range("amount_cny", lte=1e300, gte=-1e300), True),
            (Range("amount_cny", gte=-(2**63)), True),
        ],
    )
    def test_ranges_of_integers_are_exact(self, index: Index, query: Node, expected: bool) -> None:
        index.write([event("e", amount_cny=2**63 - 1)])
        assert index.search(Search("events", query)).total == expected

    @pytest.mark.parametrize(("char", "most"), [("a", 8191), ("签", 8191), ("😀", 4095)])
    def test_a_very_long_keyword_is_kept_but_not_searched(self, index: Index, char: str, most: int) -> None:
        index.write(
            [write(article("a", publisher=char * most)), write(article("b", publisher=char * (most + 1)))]
        )
        assert self.found(index, Exists("publisher")) == {"a"}
        assert self.found(index, AnyOf("publisher", frozenset({char * most}))) == {"a"}
        assert index.get("articles", "b") == article("b", publisher=char * (most + 1))

    def test_a_query_of_many_levels(self, corpus: Index) -> None:
        query: Node = words("签约", "title")
        for _ in range(10):
            query = Not(And((Not(Or((query, words("开工", "title")))), Everything())))
        assert self.found(corpus, query) == set("abd")

    def test_a_phrase_without_a_field_needs_a_kind_with_text(self, index: Index) -> None:
        with pytest.raises(QueryError):
            index.search(Search("sources", words("开工")))

    # Order and pages

    def test_the_newest_come_first_and_the_id_settles_ties(self, index: Index) -> None:
        later = NOON + timedelta(hours=1)
        index.write([write(article(id_, at=at)) for id_, at in (("b", NOON), ("c", later), ("a", NOON))])
        assert ids(index.search(Search("articles"))) == ["c", "a", "b"]

    @pytest.mark.parametrize("sort", [(("revision", "asc"),), (("revision", "desc"), ("article_id", "desc"))])
    def test_missing_values_come_last(self, index: Index, sort: tuple[SortKey, ...]) -> None:
        index.write(
            [write(article(id_, revision=n)) for id_, n in (("a", 2), ("b", None), ("c", 1), ("d", None))]
        )
        assert set(ids(index.search(Search("articles", sort=sort)))[2:]) == {"b", "d"}
        assert self.paged(index, sort) == ids(index.search(Search("articles", sort=sort)))

    @pytest.mark.parametrize("sort", [(("title", "asc"),), (("region", "asc"),), (("nothing", "asc"),)])
    def test_fields_without_an_order(self, index: Index, sort: tuple[SortKey, ...]) -> None:
        with pytest.raises(QueryError):
            index.search(Search("articles", sort=sort))

    def paged(self, index: Index, sort: tuple[SortKey, ...] = (), size: int = 1) -> list[str]:
        found: list[str] = []
        cursor = None
        while True:
            page = index.search(Search("articles", sort=sort, size=size, cursor=cursor))
            found += ids(page)
            if (cursor := page.cursor) is None:
                return found

    @pytest.mark.parametrize("size", [1, 2, 3, 7, 10])
    def test_pages_show_every_hit_once_in_order(self, index: Index, size: int) -> None:
        index.write([write(article(f"{n}", at=NOON + timedelta(days=n // 3))) for n in range(7)])
        assert self.paged(index, size=size) == ids(index.search(Search("articles", size=100)))

    @pytest.mark.parametrize("kind_of_value", ["date", "amount_cny", "area_m2"])
    @pytest.mark.parametrize("direction", ["asc", "desc"])
    def test_pages_of_documents_without_the_value(
        self, index: Index, kind_of_value: str, direction: Any
    ) -> None:
        values = {
            "date": [NOON.isoformat(), "1969-12-31T23:59:59.999Z"],
            "amount_cny": [-1, 5],
            "area_m2": [0.5, -2],
        }
        index.write(
            [
                event(f"{n}", **{kind_of_value: value})
                for n, value in enumerate([*values[kind_of_value], None, None])
            ]
        )
        sort: tuple[SortKey, ...] = ((kind_of_value, direction),)
        found: list[str] = []
        cursor = None
        for _ in range(4):
            page = index.search(Search("events", sort=sort, size=1, cursor=cursor))
            found += ids(page)
            cursor = page.cursor
        assert cursor is None
        ascending = kind_of_value == "amount_cny"
        assert found == [*("01" if ascending == (direction == "asc") else "10"), "2", "3"]

    def test_a_page_of_more_hits_than_an_engine_gives_at_once(self, index: Index) -> None:
        index.write([write(article(f"{n:04}", at=NOON - timedelta(seconds=n))) for n in range(1100)])
        page = index.search(Search("articles", size=1050))
        assert ids(page) == [f"{n:04}" for n in range(1050)]
        assert page.total == 1100
        assert ids(index.search(Search("articles", size=1050, cursor=page.cursor))) == [
            f"{n:04}" for n in range(1050, 1100)
        ]

    def test_documents_that_arrive_do_not_move_the_pages(self, index: Index) -> None:
        index.write([write(article(f"a{n}", at=NOON + timedelta(days=n))) for n in range(4)])
        first = index.search(Search("articles", size=2))
        index.write([write(article("new", at=NOON + timedelta(days=9))), write(article("old", at=NOON))])
        second = index.search(Search("articles", size=9, cursor=first.cursor))
        assert ids(first) == ["a3", "a2"]
        assert ids(second) == ["a1", "a0", "old"]
        assert second.cursor is None

    @pytest.mark.parametrize("cursor", ["", "nonsense", "bm9uc2Vuc2U", "W10", "签约"])
    def test_a_cursor_that_is_none(self, index: Index, cursor: str) -> None:
        with pytest.raises(QueryError):
            index.search(Search("articles", cursor=cursor))

    def test_a_cursor_of_another_order(self, index: Index) -> None:
        index.write([write(article("a")), write(article("b"))])
        cursor = index.search(Search("articles", size=1)).cursor
        with pytest.raises(QueryError):
            index.search(Search("articles", sort=(("revision", "asc"),), cursor=cursor))

    # Facets

    def test_values_are_counted_by_hits_then_name(self, corpus: Index) -> None:
        page = corpus.search(Search("articles", size=1, facets=(Facet("industries"), Facet("region", 1))))
        assert page.facets == {"industries": [("新材料", 2), ("化工", 1)], "region": [("320703", 1)]}

    def test_facets_count_the_querys_hits_only(self, corpus: Index) -> None:
        page = corpus.search(Search("articles", words("镁业"), facets=(Facet("industries"),)))
        assert page.facets["industries"] == [("化工", 1), ("新材料", 1)]

    def test_a_day_begins_at_midnight_in_the_zone(self, index: Index) -> None:
        midnight = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
        moments = [midnight - timedelta(milliseconds=1), midnight, midnight + timedelta(hours=23, minutes=59)]
        moments += [datetime(1969, 12, 31, 15, 59, 59, tzinfo=UTC), datetime(1969, 12, 31, 16, 0, tzinfo=UTC)]
        index.write([write(article(f"{n}", at=at)) for n, at in enumerate(moments)])
        assert index.search(Search("articles", facets=(Facet("shown_at"),))).facets["shown_at"] == [
            ("1969-12-31", 1),
            ("1970-01-01", 1),
            ("2026-03-01", 1),
            ("2026-03-02", 2),
        ]

    def test_a_facet_over_text(self, index: Index) -> None:
        with pytest.raises(QueryError):
            index.search(Search("articles", facets=(Facet("title"),)))

    # Highlights

    def test_highlights_mark_the_original_text(self, index: Index) -> None:
        title = "〖快讯〗Ｃ９１９部件项目开工"
        index.write([write(article("a", title, "无关"))])
        query = And((Or((words("c919部件"), words("竣工"))), words("开工"), Not(words("规划"))))
        (hit,) = index.search(Search("articles", query, highlight=True)).hits
        assert self.marked(hit, "title") == ["Ｃ９１９部件", "开工"]
        assert list(hit.highlights) == ["title"]

    def marked(self, hit: Hit, field: str) -> list[str]:
        return [snippet.text[start:end] for snippet in hit.highlights[field] for start, end in snippet.marks]

    # Hidden documents

    def test_withdrawn_articles_are_hidden(self, index: Index) -> None:
        index.write([write(article("a", "开工")), write(article("b", "开工", withdrawn_at=NOON.isoformat()))])
        assert self.found(index, words("开工")) == {"a"}
        assert self.found(index, words("开工"), include_hidden=True) == {"a", "b"}
        assert index.count("articles") == 2
        assert index.get("articles", "b") is not None

    def test_retracted_events_are_hidden(self, index: Index) -> None:
        index.write([event("e", type="开工"), event("f", type="开工", state="retracted")])
        facets = (Facet("type"),)
        assert index.search(Search("events", facets=facets)).facets["type"] == [("开工", 1)]
        shown = index.search(Search("events", facets=facets, include_hidden=True))
        assert shown.total == 2
        assert shown.facets["type"] == [("开工", 2)]

    def test_every_kind_has_its_own_documents(self, index: Index) -> None:
        index.write(
            [
                Write("sources", "x", 1, {"source_id": "x", "state": "ok", "since": NOON.isoformat()}),
                Write("alerts", "x", 1, {"alert_id": "x", "kind": "new", "created_at": NOON.isoformat()}),
                write(article("x")),
            ]
        )
        assert [index.count(kind) for kind in ("articles", "events", "alerts", "sources")] == [1, 0, 1, 1]
        assert ids(index.search(Search("sources", AnyOf("state", frozenset({"ok"}))))) == ["x"]
        assert ids(index.search(Search("alerts"))) == ["x"]

    def test_closing_twice(self, index: Index) -> None:
        index.close()
        index.close()
