"""Sends one HTTP request within a deadline. Ignores redirects and `.netrc`."""

from __future__ import annotations

# Imported early, because encoding a host name imports this module and `stringprep`, which a project file must
# not shadow.
import encodings.idna  # pyright: ignore[reportUnusedImport]
import http.client
import io
import ipaddress
import json
import socket
import ssl
from base64 import b64encode
from dataclasses import dataclass
from typing import Protocol, cast
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from ._deadline import Deadline
from ._configuration import Endpoint, is_loopback
from ._hidden import Hidden

_LONGEST_BODY = 1_048_576
_USER_AGENT = "agent-secrets-python"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    """Parsed JSON; None for anything else."""
    body: Hidden[object]


@dataclass(frozen=True)
class NoAnswer:
    """Why there is no response, as a code and a sentence."""

    code: str
    message: str


class Tls(Protocol):
    def context(self) -> ssl.SSLContext:
        ...


def exchange(
    endpoint: Endpoint,
    path: str,
    token: Hidden[str] | None,
    tls: Tls,
    deadline: Deadline,
    body: Hidden[bytes] | None = None,
) -> Answer | NoAnswer:
    """Sends a GET request, or a POST request with a JSON body. Never raises network errors, because they contain sent or received data.
    """
    try:
        return _exchange(endpoint, path, token, tls, deadline, body)
    except ssl.SSLCertVerificationError as error:
        return NoAnswer("CertificateInvalid", _certificate_message(endpoint, error.verify_message))
    except _NotSent as error:
        return NoAnswer("Unreachable", str(error))
    except TimeoutError:
        return _timed_out(endpoint, deadline)
    except (OSError, http.client.HTTPException, ValueError) as error:
        if deadline.is_over():
            return _timed_out(endpoint, deadline)
        reason = _reason(error)
        return NoAnswer(
            "Unreachable",
            f"The vault at {endpoint.netloc} is unreachable{reason}. Check {_where(endpoint)}.",
        )


def _exchange(
    endpoint: Endpoint,
    path: str,
    token: Hidden[str] | None,
    tls: Tls,
    deadline: Deadline,
    body: Hidden[bytes] | None,
) -> Answer:
    proxy = _proxy_for(endpoint)
    connection = _connect(*(proxy.address if proxy else (endpoint.host, endpoint.port)), deadline)
    try:
        if endpoint.scheme == "http":
            _check_loopback(connection, endpoint)
        target = path
        headers = [("Host", endpoint.netloc), ("Accept", "application/json"), ("Connection", "close")]
        if endpoint.scheme == "https":
            if proxy:
                _open_tunnel(connection, endpoint, proxy, deadline)
            connection = tls.context().wrap_socket(
                connection, server_hostname=endpoint.host, do_handshake_on_connect=False
            )
            deadline.use(connection)
            connection.settimeout(deadline.remaining())
            connection.do_handshake()
        elif proxy:
            target = f"http://{endpoint.netloc}{path}"
            headers += proxy.headers()
        headers.append(("User-Agent", _USER_AGENT))
        method = "GET"
        if body:
            method = "POST"
            headers += [("Content-Type", "application/json"), ("Content-Length", str(len(body.reveal())))]
        _send(connection, method, target, headers, token, deadline, body)
        return _receive(connection, method, deadline)
    finally:
        connection.close()


def _check_loopback(connection: socket.socket, endpoint: Endpoint) -> None:
    """Rejects other machines, because a name such as vault.localhost may resolve to one."""
    if not is_loopback(connection.getpeername()[0]):
        raise _NotSent(
            f"The token would reach {endpoint.netloc} over plain HTTP, where others can read it: the name "
            "resolves to another machine. Use an https:// address."
        )


def _send(
    connection: socket.socket,
    method: str,
    target: str,
    headers: list[tuple[str, str]],
    token: Hidden[str] | None,
    deadline: Deadline,
    body: Hidden[bytes] | None = None,
) -> None:
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
    if token:
        lines.append(f"Authorization: Bearer {token.reveal()}")
    connection.settimeout(deadline.remaining())
    content = body.reveal() if body else b""
    connection.sendall("\r\n".join([*lines, "", ""]).encode("ascii") + content)


def _receive(connection: socket.socket, method: str, deadline: Deadline) -> Answer:
    response = _response(connection, method, deadline)
    response.begin()
    text = response.read(_LONGEST_BODY + 1)
    return Answer(response.status, response.headers, Hidden(_parsed(text)))


def _parsed(text: bytes) -> object:
    if len(text) > _LONGEST_BODY:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _response(connection: socket.socket, method: str, deadline: Deadline) -> http.client.HTTPResponse:
    # HTTPResponse only calls `makefile` on this object.
    source = cast("socket.socket", _Source(connection, deadline))
    return http.client.HTTPResponse(source, method=method)


class _Source:
    """Limits every read to the remaining time, even if a server sends only one byte at a time."""

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self._connection = connection
        self._deadline = deadline

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self._connection, self._deadline))


class _Reader(io.RawIOBase):
    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        super().__init__()
        self._connection = connection
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        self._connection.settimeout(self._deadline.remaining())
        return self._connection.recv_into(buffer)


def _connect(host: str, port: int, deadline: Deadline) -> socket.socket:
    """Tries every address of the host. Each gets an equal share of the remaining time."""
    addresses = _resolve(host, port, deadline)
    failure: OSError = OSError(f"{host} has no address")
    for index, (family, kind, protocol, _, address) in enumerate(addresses):
        connection = socket.socket(family, kind, protocol)
        try:
            deadline.use(connection)
            connection.settimeout(deadline.remaining() / (len(addresses) - index))
            connection.connect(address)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return connection
        except OSError as error:
            connection.close()
            failure = error
        except BaseException:
            connection.close()
            raise
    raise failure


_Address = tuple[
    socket.AddressFamily,
    socket.SocketKind,
    int,
    str,
    tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes],
]


def _resolve(host: str, port: int, deadline: Deadline) -> list[_Address]:
    """Resolves the host within the deadline, because the system's resolver has no timeout."""
    if _is_address(host):
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    try:
        return deadline.run(lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except UnicodeError:
        raise socket.gaierror(socket.EAI_NONAME, "the host name is not valid") from None


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


class _NotSent(Exception):
    """A sentence that explains why nothing was sent to the vault."""


@dataclass(frozen=True)
class _Proxy:
    address: tuple[str, int]
    credentials: Hidden[str | None]

    def headers(self) -> list[tuple[str, str]]:
        credentials = self.credentials.reveal()
        return [] if credentials is None else [("Proxy-Authorization", f"Basic {credentials}")]


def _proxy_for(endpoint: Endpoint) -> _Proxy | None:
    """Uses the environment, and the system's settings where Python reads them."""
    proxies = getproxies()
    address = proxies.get(endpoint.scheme) or proxies.get("all")
    if not address or proxy_bypass(f"{endpoint.host}:{endpoint.port}"):
        return None
    parts = urlsplit(address if "://" in address else f"http://{address}")
    del address, proxies  # Both may contain a password.
    if parts.scheme != "http" or not parts.hostname:
        raise _NotSent(
            "The proxy for the vault is not an http:// address. Check HTTPS_PROXY and NO_PROXY."
        )
    if endpoint.scheme == "http" and not is_loopback(parts.hostname):
        return None  # The vault is on this machine, and a proxy would get the token in plain text.
    credentials = None
    if parts.username is not None:
        user = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        credentials = b64encode(user.encode()).decode("ascii")
    return _Proxy((parts.hostname, parts.port or 80), Hidden(credentials))


def _open_tunnel(connection: socket.socket, endpoint: Endpoint, proxy: _Proxy, deadline: Deadline) -> None:
    host = f"[{endpoint.host}]" if ":" in endpoint.host else endpoint.host
    target = f"{host}:{endpoint.port}"
    _send(connection, "CONNECT", target, [("Host", target), *proxy.headers()], None, deadline)
    response = _response(connection, "CONNECT", deadline)
    response.begin()
    if response.status != 200:
        where = f"{proxy.address[0]}:{proxy.address[1]}"
        raise _NotSent(
            f"The proxy {where} answered {response.status} instead of connecting to the vault at "
            f"{endpoint.netloc}. Check HTTPS_PROXY and NO_PROXY."
        )


def _timed_out(endpoint: Endpoint, deadline: Deadline) -> NoAnswer:
    seconds = f"{deadline.timeout:g} seconds"
    message = f"The vault at {endpoint.netloc} did not answer within {seconds}. Check {_where(endpoint)}."
    return NoAnswer("TimedOut", message)


def _certificate_message(endpoint: Endpoint, reason: str) -> str:
    return (
        f"The certificate of the vault at {endpoint.netloc} is not trusted ({reason}). "
        "Set SSL_CERT_FILE to the certificate of its authority, or pass ssl_context."
    )


def _reason(error: Exception) -> str:
    """Uses only messages from the system and OpenSSL, because others may quote what was received."""
    if isinstance(error, ssl.SSLError):
        return f" ({error.reason})" if error.reason else ""
    text = error.strerror if isinstance(error, OSError) else None
    return f" ({text})" if text else ""


def _where(endpoint: Endpoint) -> str:
    return f"its address {endpoint} and the network"
