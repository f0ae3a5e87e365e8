"""`kaigong kibana install` against a local stand-in: what is sent, and what is said when it is not taken."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from kibana_stand_in import StandIn, kibana_stand_in
from program import Program

from kaigong.kibana.bundle import default_data_view, saved_objects
from kaigong.kibana.client import Kibana
from kaigong.kibana.saved import Ids, SavedObject
from wire import settings
from wire.errors import ConfigurationError, TemporaryError

IDS = Ids("kaigong")
OBJECTS = saved_objects(IDS, {"320706": "海州区"})


@pytest.fixture
def server() -> Iterator[StandIn]:
    with kibana_stand_in() as server:
        yield server


def kibana(server: StandIn, space: str = "", **env: str) -> Kibana:
    return Kibana(settings.load({"KAIGONG_KIBANA_URL": server.url, **env}, Path("/dev/null")), space)


def test_everything_is_installed_and_again(server: StandIn) -> None:
    first = kibana(server).install(OBJECTS)
    second = kibana(server).install(OBJECTS)

    assert first.count == second.count == len(OBJECTS) == len(server.space.objects)
    assert first.renamed == ()


def test_each_space_has_objects_of_its_own(server: StandIn) -> None:
    kibana(server).install(OBJECTS)
    of_team = saved_objects(Ids("kaigong", "team"), {})
    kibana(server, "team").install(of_team)

    assert server.spaces["team"].objects.keys().isdisjoint(server.space.objects)
    assert len(server.spaces["team"].objects) == len(of_team)


def test_the_default_data_view_and_the_language_of_the_search_bar(server: StandIn) -> None:
    one = kibana(server)
    one.install(OBJECTS)
    one.make_default(default_data_view(IDS))
    one.prefer_lucene()

    assert server.space.default_view == "kaigong-events"
    assert server.space.settings["search:queryLanguage"] == "lucene"
    options = json.loads(server.space.settings["query:queryString:options"])
    assert options == {"analyze_wildcard": True, "default_operator": "AND"}


def test_the_settings_of_a_kibana_that_has_them_for_its_own_pages_only(server: StandIn) -> None:
    server.settings_are_internal = True
    kibana(server).prefer_lucene()
    assert server.space.settings["search:queryLanguage"] == "lucene"


def test_an_answer_of_200_that_refused_something_is_an_error(server: StandIn) -> None:
    server.refuses["kaigong-board-today"] = "unsupported_type"
    with pytest.raises(ConfigurationError, match="dashboard kaigong-board-today: unsupported_type"):
        kibana(server).install(OBJECTS)


def test_nothing_is_created_where_a_reference_leads_nowhere(server: StandIn) -> None:
    without_views = [one for one in OBJECTS if one.type != "index-pattern"]
    with pytest.raises(ConfigurationError, match=r"took 0 objects and refused .*missing_references"):
        kibana(server).install(without_views)
    assert not server.space.objects


def test_a_kibana_that_is_too_old(server: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kibana_stand_in.CORE", (8, 7, 0))
    with pytest.raises(ConfigurationError, match=r"refuses the request \(422\).*more recent version"):
        kibana(server).install(OBJECTS)


def test_an_object_twice(server: StandIn) -> None:
    twice: list[SavedObject] = [*OBJECTS, OBJECTS[0]]
    with pytest.raises(ConfigurationError, match="Non-unique"):
        kibana(server).install(twice)


def test_a_user_is_shown_and_his_password_never_told(server: StandIn) -> None:
    server.user = "Basic " + base64.b64encode(b"editor:geheim").decode()
    known = {"KAIGONG_KIBANA_USER": "editor", "KAIGONG_KIBANA_PASSWORD": "geheim"}
    assert kibana(server, **known).install(OBJECTS).count == len(OBJECTS)

    with pytest.raises(ConfigurationError, match="KAIGONG_KIBANA_PASSWORD") as refused:
        kibana(server, **known | {"KAIGONG_KIBANA_PASSWORD": "falsch"}).install(OBJECTS)
    assert "falsch" not in str(refused.value)


def test_an_api_key(server: StandIn) -> None:
    server.user = "ApiKey abc=="
    assert kibana(server, KAIGONG_KIBANA_API_KEY="abc==").install(OBJECTS).count == len(OBJECTS)


def test_a_space_that_is_not_there(server: StandIn) -> None:
    with pytest.raises(ConfigurationError, match="space 'nowhere'"):
        kibana(server, "nowhere").install(OBJECTS)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_kibana_that_is_not_ready(server: StandIn, status: int) -> None:
    server.fails_with = status
    with pytest.raises(TemporaryError, match=f"not ready .{status}.: as told"):
        kibana(server).install(OBJECTS)


def test_something_that_is_no_kibana(server: StandIn) -> None:
    server.answers_html = True
    with pytest.raises(ConfigurationError, match="is it Kibana's address"):
        kibana(server).install(OBJECTS)


def test_nobody_at_the_address() -> None:
    nobody = settings.load({"KAIGONG_KIBANA_URL": "http://127.0.0.1:1"}, Path("/dev/null"))
    with pytest.raises(TemporaryError, match="does not answer"):
        Kibana(nobody).install(OBJECTS)


def test_the_commands(server: StandIn, tmp_path: Path) -> None:
    kaigong = Program(tmp_path)
    url = {"KAIGONG_KIBANA_URL": server.url}

    kaigong("kibana", "export", str(tmp_path / "kaigong.ndjson"))
    told = kaigong("kibana", "install", "--lucene", **url)
    in_team = kaigong("kibana", "install", "--space", "team", "--no-default", **url)

    exported = [json.loads(line) for line in (tmp_path / "kaigong.ndjson").read_text("utf-8").splitlines()]
    assert list(server.space.objects.values()) == exported
    assert f"{len(exported)} objects installed" in told
    assert f"{len(exported)} objects" in in_team
    assert server.space.default_view == "kaigong-events"
    assert server.spaces["team"].default_view is None
    assert "KAIGONG_KIBANA_URL" in (kaigong("kibana", "install", code=2) or kaigong.stderr)
