"""A real forward proxy on loopback: it knows where names are, opens tunnels and keeps a log."""

import base64
import http.client
import select
import socket
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

Place = tuple[str, int]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"

    def do_GET(self) -> None:
        proxy = self.server.proxy
        proxy.asked.append(self.path)
        if not self._may_pass():
            return
        parts = urlsplit(self.path)
        host, port = proxy.place(parts.hostname or "", parts.port or 80)
        headers = {k: v for k, v in self.headers.items() if not k.lower().startswith("proxy-")}
        connection = http.client.HTTPConnection(host, port, timeout=10)
        connection.request("GET", parts.path + ("?" + parts.query if parts.query else ""), headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("connection", "transfer-encoding", "content-length", "date", "server"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        connection.close()

    def do_CONNECT(self) -> None:
        proxy = self.server.proxy
        proxy.asked.append(f"CONNECT {self.path}")
        if not self._may_pass():
            return
        host, _, port = self.path.rpartition(":")
        with socket.create_connection(proxy.place(host, int(port)), timeout=10) as upstream:
            self.send_response(200)
            self.end_headers()
            _carry(self.connection, upstream)
        self.close_connection = True

    def _may_pass(self) -> bool:
        expected = self.server.proxy.password
        given = self.headers.get("Proxy-Authorization", "")
        if not expected or given == "Basic " + base64.b64encode(expected.encode()).decode():
            return True
        self.send_response(407)
        self.send_header("Content-Length", "0")
        self.end_headers()
        return False

    def log_message(self, *_: object) -> None:
        pass


def _carry(one: socket.socket, other: socket.socket) -> None:
    while True:
        readable, _, _ = select.select([one, other], [], [], 10)
        for source in readable:
            data = source.recv(65_536)
            if not data:
                return
            (other if source is one else one).sendall(data)
        if not readable:
            return


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    proxy: "Proxy"

    def handle_error(self, *_: object) -> None:
        pass


class Proxy:
    """`names` tells where hosts are; `password` (user:password) is asked for when it is set."""

    def __init__(self, names: Mapping[str, Place] | None = None, password: str = "") -> None:
        self.names = dict(names or {})
        self.password = password
        self.asked: list[str] = []
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.proxy = self
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        user = f"{self.password}@" if self.password else ""
        return f"http://{user}127.0.0.1:{self.port}"

    def place(self, host: str, port: int) -> Place:
        return self.names.get(host, (host, port))

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
