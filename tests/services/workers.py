"""What the first process tells the workers of pytest-xdist: where each server is, or why there is none."""

from collections.abc import Mapping
from typing import NoReturn

from services.given import GivenElasticsearch, GivenKafka
from services.missing import MissingError
from services.session import Servers

_KAFKA, _ELASTICSEARCH, _MISSING = "kafka", "elasticsearch", "missing "


def told_to_worker(servers: Servers) -> dict[str, str]:
    """Starts both side by side, and waits for them: a worker can only be told once, at its start."""
    servers.kafka.begin()
    servers.elasticsearch.begin()
    told: dict[str, str] = {}
    try:
        told[_KAFKA] = servers.kafka.get().bootstrap
    except MissingError as exc:
        told[_MISSING + _KAFKA] = str(exc)
    try:
        told[_ELASTICSEARCH] = servers.elasticsearch.get().url
    except MissingError as exc:
        told[_MISSING + _ELASTICSEARCH] = str(exc)
    return told


def servers_for_worker(told: Mapping[str, str]) -> Servers:
    def kafka() -> GivenKafka:
        return GivenKafka(told[_KAFKA]) if _KAFKA in told else _missing(told[_MISSING + _KAFKA])

    def elasticsearch() -> GivenElasticsearch:
        if _ELASTICSEARCH in told:
            return GivenElasticsearch(told[_ELASTICSEARCH])
        return _missing(told[_MISSING + _ELASTICSEARCH])

    return Servers(kafka, elasticsearch)


def _missing(why: str) -> NoReturn:
    raise MissingError(why)
