"""Kibana's HTTP interface, as far as saved objects and a space's settings need it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import urllib3

from kaigong.kibana.saved import SavedObject, ndjson
from wire.errors import ConfigurationError, TemporaryError
from wire.settings import Settings

# Kibana refuses what has neither; the second opens the paths that its own pages use.
_HEADERS = {"kbn-xsrf": "kaigong", "x-elastic-internal-origin": "kaigong"}
_MAX_ANSWER = 10 * 1024 * 1024
_SECONDS = 60.0
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Installed:
    """How many objects Kibana took; `renamed` are those that it gave another id."""

    count: int
    renamed: tuple[str, ...]


class Kibana:
    """One space of a Kibana. Raises ConfigurationError for what somebody must mend, else TemporaryError."""

    def __init__(self, settings: Settings, space: str = "") -> None:
        self._base = settings.kibana_url.rstrip("/") + (f"/s/{quote(space, safe='')}" if space else "")
        self._space = space
        self._headers = _HEADERS | _credentials(settings)
        self._pool = urllib3.PoolManager(
            retries=False,
            timeout=urllib3.Timeout(total=_SECONDS),
            ca_certs=str(settings.kibana_ca_file) if settings.kibana_ca_file else None,
        )

    def install(self, objects: Iterable[SavedObject]) -> Installed:
        """Import, replacing what is there. All or nothing as far as Kibana keeps to it."""
        fields = {"file": ("kaigong.ndjson", ndjson(objects), "application/ndjson")}
        answer = self._ask("POST", "/api/saved_objects/_import?overwrite=true", fields=fields)
        if answer.get("success") is not True:
            raise ConfigurationError(_import_problem(answer))
        results = answer.get("successResults", [])
        renamed = tuple(f"{one['type']} {one['id']}" for one in results if one.get("destinationId"))
        return Installed(int(answer.get("successCount", 0)), renamed)

    def make_default(self, data_view: str) -> None:
        """The data view that Discover opens with."""
        self._ask("POST", "/api/data_views/default", body={"data_view_id": data_view, "force": True})

    def prefer_lucene(self) -> None:
        """New queries are read as Lucene's, a space between words means AND."""
        options = json.dumps({"analyze_wildcard": True, "default_operator": "AND"})
        changes = {"search:queryLanguage": "lucene", "query:queryString:options": options}
        self._ask("POST", self._settings_path(), body={"changes": changes})

    def _settings_path(self) -> str:
        """Some Kibanas have it only where their own pages ask."""
        public = "/api/kibana/settings"
        return public if self._status("GET", public) != 404 else "/internal/kibana/settings"

    def _status(self, method: str, path: str) -> int:
        return self._send(method, path, {}).status

    def _ask(
        self, method: str, path: str, *, body: Any = None, fields: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        given: dict[str, Any] = {"fields": fields} if fields else {"json": body}
        answer = self._send(method, path, given)
        text = answer.data[:_MAX_ANSWER].decode("utf-8", "replace")
        if answer.status != 200:
            raise self._refusal(answer.status, text)
        try:
            read = json.loads(text)
        except ValueError as exc:
            raise ConfigurationError(
                f"{self._base} answered {path} with something else than JSON: is it Kibana's address?"
            ) from exc
        if not isinstance(read, dict):
            raise ConfigurationError(f"{self._base} answered {path} with no JSON object: is it Kibana?")
        return read

    def _send(self, method: str, path: str, given: Mapping[str, Any]) -> urllib3.BaseHTTPResponse:
        try:
            return self._pool.request(
                method, self._base + path, headers=self._headers, redirect=False, **given
            )
        except urllib3.exceptions.SSLError as exc:
            raise ConfigurationError(
                f"the certificate of {self._base} is not trusted: set KAIGONG_KIBANA_CA_FILE ({_short(exc)})"
            ) from exc
        except urllib3.exceptions.HTTPError as exc:
            raise TemporaryError(f"Kibana at {self._base} does not answer: {_short(exc)}") from exc

    def _refusal(self, status: int, text: str) -> Exception:
        said = _message(text)
        if status in (401, 403):
            return ConfigurationError(
                f"Kibana refuses this user ({status}): {said}. Set KAIGONG_KIBANA_USER and "
                "KAIGONG_KIBANA_PASSWORD, or KAIGONG_KIBANA_API_KEY, of one who may manage saved objects"
            )
        if status == 404:
            where = f"the space {self._space!r} of {self._base}" if self._space else self._base
            return ConfigurationError(
                f"Kibana does not know {where} ({said}): check the address and the space"
            )
        if 300 <= status < 400:
            return ConfigurationError(f"{self._base} sends elsewhere ({status}): give the address behind it")
        if status in (408, 429) or status >= 500:
            return TemporaryError(f"Kibana is not ready ({status}): {said}")
        return ConfigurationError(f"Kibana refuses the request ({status}): {said}")


def _credentials(settings: Settings) -> dict[str, str]:
    if key := settings.kibana_api_key.get_secret_value():
        return {"authorization": f"ApiKey {key}"}
    if settings.kibana_user:
        user, password = settings.kibana_user, settings.kibana_password.get_secret_value()
        return urllib3.make_headers(basic_auth=f"{user}:{password}")
    return {}


def _import_problem(answer: Mapping[str, Any]) -> str:
    """Kibana answers 200 also when it created nothing."""
    errors = [
        f"{one.get('type')} {one.get('id')}: {one.get('error', {}).get('type', 'unknown')}"
        for one in answer.get("errors", [])
    ]
    more = f" and {len(errors) - _SHOWN} more" if len(errors) > _SHOWN else ""
    took = answer.get("successCount", 0)
    return f"Kibana took {took} objects and refused {'; '.join(errors[:_SHOWN]) or 'the file'}{more}"


def _message(text: str) -> str:
    try:
        return str(json.loads(text).get("message", ""))[:300] or "no reason given"
    except (ValueError, AttributeError):
        return "no reason given"


def _short(exc: Exception) -> str:
    return str(getattr(exc, "reason", None) or exc)[:200]
