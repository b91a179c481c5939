"""A server that returns the responses given by a test, and records the requests."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from agent_secrets import Client

TOKEN = "ags_agent_not-a-real-token"


@dataclass
class Reply:
    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict[str, str])


def reading(value: object) -> Reply:
    kind = "single" if isinstance(value, str) else "key_value"
    return Reply(200, {"name": "stripe", "kind": kind, "version": 1, "value": value})


def problem(status: int, code: str, **headers: str) -> Reply:
    body = {"type": "urn:x", "title": "x", "status": status, "detail": "d", "code": code, "requestId": "r-1"}
    return Reply(status, body, {name.replace("_", "-"): value for name, value in headers.items()})


def client_of(url: str, **options: Any) -> Client:
    defaults: dict[str, Any] = {"vault_url": url, "agent_id": "BOOKING", "token": TOKEN}
    return Client(**(defaults | options))


class StubVault:
    """Returns its replies in order, and then keeps returning the last one."""

    def __init__(self, *replies: Reply, context: ssl.SSLContext | None = None) -> None:
        self.replies = list(replies)
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.connections = 0
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                stub.requests.append((self.path, dict(self.headers)))
                reply = stub.replies[0] if len(stub.replies) == 1 else stub.replies.pop(0)
                text = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            def get_request(self) -> tuple[socket.socket, Any]:
                connection, address = super().get_request()
                stub.connections += 1
                if context is None:
                    return connection, address
                return context.wrap_socket(connection, server_side=True), address

        self._server = Server(("127.0.0.1", 0), Handler)
        scheme = "http" if context is None else "https"
        self.url = f"{scheme}://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def __enter__(self) -> StubVault:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class Listener:
    """Accepts connections and passes each one to a function."""

    def __init__(self, serve: Callable[[socket.socket], None]) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._serve = serve
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def __enter__(self) -> Listener:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()
