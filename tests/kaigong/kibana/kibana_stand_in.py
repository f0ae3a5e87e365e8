"""A local stand-in for Kibana: what its import, data view and settings interfaces do, failures included."""

import email
import email.policy
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# The newest migration of every type that this server knows, as of 8.19.
NEWEST = {"index-pattern": (8, 0, 0), "search": (10, 5, 0), "dashboard": (10, 2, 0), "lens": (8, 9, 0)}
CORE = (8, 8, 0)
CHECKED_TARGETS = ("index-pattern", "search")

Json = dict[str, Any]


@dataclass(slots=True)
class Space:
    objects: dict[tuple[str, str], Json] = field(default_factory=dict)
    default_view: str | None = None
    settings: Json = field(default_factory=dict)


@dataclass(slots=True)
class StandIn:
    """`fails_with` answers everything with that status; `refuses` are ids that an import does not take."""

    url: str = ""
    spaces: dict[str, Space] = field(default_factory=lambda: {"": Space(), "team": Space()})
    user: str | None = None
    fails_with: int | None = None
    answers_html: bool = False
    settings_are_internal: bool = False
    refuses: dict[str, str] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)

    @property
    def space(self) -> Space:
        return self.spaces[""]


@contextmanager
def kibana_stand_in() -> Iterator[StandIn]:
    state = StandIn()

    class Handler(_Handler):
        kibana = state

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    kibana: StandIn
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._handle(b"")

    def do_POST(self) -> None:
        self._handle(self.rfile.read(int(self.headers.get("content-length", 0))))

    def log_message(self, *_args: object) -> None:
        """Quiet."""

    def _handle(self, body: bytes) -> None:
        state = self.kibana
        state.requests.append(f"{self.command} {self.path}")
        if state.answers_html:
            self._send(200, b"<html>Kibana</html>", "text/html")
            return
        status, answer = self._answer(body)
        self._send(status, json.dumps(answer).encode(), "application/json")

    def _answer(self, body: bytes) -> tuple[int, Json]:
        state = self.kibana
        if state.fails_with:
            return state.fails_with, {"statusCode": state.fails_with, "message": "as told"}
        if state.user and self.headers.get("authorization") != state.user:
            return 401, {"message": "unable to authenticate user"}
        if self.command == "POST" and not self.headers.get("kbn-xsrf"):
            return 400, {"message": "Request must contain a kbn-xsrf header."}
        path, _, query = self.path.partition("?")
        name = ""
        if path.startswith("/s/"):
            name, _, rest = path.removeprefix("/s/").partition("/")
            path = f"/{rest}"
        if name not in state.spaces:
            return 404, {"message": "Not Found"}
        return self._routed(state.spaces[name], path, query, body)

    def _routed(self, space: Space, path: str, query: str, body: bytes) -> tuple[int, Json]:
        internal = self.kibana.settings_are_internal
        match path:
            case "/api/saved_objects/_import":
                return self._import(space, query, body)
            case "/api/data_views/default":
                given = json.loads(body)
                if ("index-pattern", given["data_view_id"]) not in space.objects:
                    return 404, {"message": "no such data view"}
                if space.default_view is None or given.get("force"):
                    space.default_view = given["data_view_id"]
                return 200, {"acknowledged": True}
            case "/api/kibana/settings" if not internal:
                return self._settings(space, body)
            case "/internal/kibana/settings" if internal and self.headers.get("x-elastic-internal-origin"):
                return self._settings(space, body)
        return 404, {"message": "Not Found"}

    def _settings(self, space: Space, body: bytes) -> tuple[int, Json]:
        if self.command == "POST":
            space.settings |= json.loads(body)["changes"]
        return 200, {"settings": space.settings}

    def _import(self, space: Space, query: str, body: bytes) -> tuple[int, Json]:
        file = self._file(body)
        if file is None:
            return 400, {"message": "Invalid file extension"}
        objects = [json.loads(line) for line in file.splitlines() if line]
        keys = [(one["type"], one["id"]) for one in objects]
        if len(set(keys)) != len(keys):
            return 400, {"message": "Non-unique import objects detected"}
        if problem := next((_too_new(one) for one in objects if _too_new(one)), None):
            return 422, {"message": problem}
        errors = self._errors(space, objects, overwrite="overwrite=true" in query)
        blocking = {"conflict", "ambiguous_conflict", "missing_references"}
        taken = objects
        if any(error["error"]["type"] in blocking for error in errors):
            taken = []
        bad = {(error["type"], error["id"]) for error in errors}
        taken = [one for one in taken if (one["type"], one["id"]) not in bad]
        space.objects |= {(one["type"], one["id"]): one for one in taken}
        answer: Json = {"success": not errors, "successCount": len(taken)}
        if errors:
            answer["errors"] = errors
        answer["successResults"] = [{"type": one["type"], "id": one["id"]} for one in taken]
        return 200, answer

    def _errors(self, space: Space, objects: list[Json], *, overwrite: bool) -> list[Json]:
        there = {(one["type"], one["id"]) for one in objects} | space.objects.keys()
        errors: list[Json] = []
        for one in objects:
            key = (one["type"], one["id"])
            missing = [
                reference
                for reference in one["references"]
                if reference["type"] in CHECKED_TARGETS and (reference["type"], reference["id"]) not in there
            ]
            kind = self.kibana.refuses.get(one["id"])
            if missing:
                kind = "missing_references"
            elif key in space.objects and not overwrite:
                kind = "conflict"
            if kind:
                errors.append({"type": one["type"], "id": one["id"], "error": {"type": kind}})
        return errors

    def _file(self, body: bytes) -> str | None:
        head = f"content-type: {self.headers['content-type']}\r\n\r\n".encode()
        message = email.message_from_bytes(head + body, policy=email.policy.HTTP)
        for part in message.iter_parts():  # type: ignore[attr-defined]
            if part.get_param("name", header="content-disposition") == "file":
                name = part.get_filename() or ""
                return part.get_payload(decode=True).decode() if name.endswith(".ndjson") else None
        return None

    def _send(self, status: int, body: bytes, content_type: str) -> None:
        self.send_response(status)
        self.send_header("content-type", content_type)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _too_new(one: Json) -> str | None:
    given = tuple(map(int, one["typeMigrationVersion"].split(".")))
    core = tuple(map(int, one["coreMigrationVersion"].split(".")))
    if given > NEWEST[one["type"]] or core > CORE:
        return f"Document {one['id']} belongs to a more recent version of Kibana"
    return None
