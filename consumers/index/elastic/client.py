"""The connection to Elasticsearch, and its errors in our words."""

import logging
import ssl
import warnings
from base64 import b64encode
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from elastic_transport import TlsError
from elasticsearch import (
    ApiError,
    Elasticsearch,
    ElasticsearchWarning,
    TransportError,
    UnsupportedProductError,
)
from elasticsearch.serializer import JsonSerializer

from wire.errors import ConfigurationError, KaigongError, TemporaryError
from wire.settings import Settings

_EMPTY = "the index is not there yet: `kaigong run`, `kaigong indexer` or `kaigong index init` creates it"
_BLOCKED = (
    "the index is closed for writing: `kaigong index rebuild` is about to put a new one in its place, "
    "or was cut off there; then run it again"
)


class _Json(JsonSerializer):
    """As the client's own, several times faster on pages of articles."""

    def json_loads(self, data: bytes) -> Any:
        return msgspec.json.decode(data)


def connect(settings: Settings) -> Elasticsearch:
    """A client that does not retry by itself, but on another node: whoever calls knows how to wait."""
    # Deprecations are ours to read in the release notes, not an operator's to find in the log.
    warnings.simplefilter("ignore", ElasticsearchWarning)
    logging.getLogger("elastic_transport").setLevel(logging.ERROR)
    options: dict[str, Any] = {}
    if any(url.startswith("https:") for url in settings.elasticsearch_url):
        options["ssl_context"] = _trusting(settings)
    return Elasticsearch(
        settings.elasticsearch_url,
        headers=_proof(settings),
        request_timeout=settings.elasticsearch_timeout,
        max_retries=len(settings.elasticsearch_url) - 1,
        retry_on_status=(),
        retry_on_timeout=False,
        serializers={_Json.mimetype: _Json()},
        **options,
    )


def _proof(settings: Settings) -> dict[str, str]:
    """Of who we are. The client itself would take only ASCII in a password."""
    if key := settings.elasticsearch_api_key.get_secret_value():
        if not key.isascii():
            raise ConfigurationError("KAIGONG_ELASTICSEARCH_API_KEY: expected the key in its encoded form")
        return {"authorization": f"ApiKey {key}"}
    if not settings.elasticsearch_user:
        return {}
    login = f"{settings.elasticsearch_user}:{settings.elasticsearch_password.get_secret_value()}"
    return {"authorization": f"Basic {b64encode(login.encode()).decode()}"}


def _trusting(settings: Settings) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=settings.elasticsearch_ca_file)
    except (OSError, ssl.SSLError) as exc:
        raise ConfigurationError(
            f"KAIGONG_ELASTICSEARCH_CA_FILE: cannot use {settings.elasticsearch_ca_file}: {exc}"
        ) from exc


@contextmanager
def translated(*, tolerated: Collection[int] = ()) -> Iterator[None]:
    """Errors of the client in our words, for callers that know no Elasticsearch.

    An answer with a `tolerated` status is the caller's own to understand: it gets the client's ApiError.
    """
    try:
        yield
    except UnsupportedProductError as exc:
        raise ConfigurationError(f"KAIGONG_ELASTICSEARCH_URL is not Elasticsearch: {exc}") from exc
    except ApiError as exc:
        if exc.status_code in tolerated:
            raise
        raise _translation(exc) from exc
    except TlsError as exc:
        raise TemporaryError(
            "Elasticsearch and we do not agree on TLS: check KAIGONG_ELASTICSEARCH_URL and "
            f"KAIGONG_ELASTICSEARCH_CA_FILE ({exc.message})"
        ) from exc
    except TransportError as exc:
        raise TemporaryError(f"Elasticsearch is away: {exc.message}") from exc


def _translation(exc: ApiError) -> KaigongError:
    reason = reason_of(exc.body)
    match exc.status_code:
        case 401:
            return TemporaryError(
                "Elasticsearch does not know us: check KAIGONG_ELASTICSEARCH_USER and "
                f"KAIGONG_ELASTICSEARCH_PASSWORD, or KAIGONG_ELASTICSEARCH_API_KEY ({reason})"
            )
        case 404:
            return TemporaryError(f"Elasticsearch: {_EMPTY} ({reason})")
        case 403 | 408 | 429:
            return away(exc.status_code, reason)
        case status if status >= 500:
            return away(status, reason)
        case status:
            return KaigongError(f"Elasticsearch refuses the request ({status}): {reason}")


def away(status: int, reason: str) -> TemporaryError:
    """What keeps Elasticsearch from doing what was asked, though it may do it later."""
    if status == 404:
        return TemporaryError(f"Elasticsearch: {_EMPTY} ({reason})")
    if "index write (api)" in reason:
        return TemporaryError(f"Elasticsearch: {_BLOCKED} ({reason})")
    return TemporaryError(f"Elasticsearch cannot do it now ({status}): {reason}")


def reason_of(body: Any) -> str:
    """The most telling sentence of an error, whether of a request or of one document."""
    error = body.get("error", body) if isinstance(body, dict) else body
    if not isinstance(error, dict):
        return str(error)[:300]
    causes = [error]
    while isinstance(cause := causes[-1].get("caused_by"), dict):
        causes.append(cause)
    causes += error.get("root_cause") or []
    reasons = (cause.get("reason") for cause in causes)
    return ": ".join(dict.fromkeys(reason for reason in reasons if reason))[:500]
