"""Certificates and proxies."""

from __future__ import annotations

import select
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from stub_vault import TOKEN, Listener, StubVault, client_of, reading

from agent_secrets import VaultUnavailable

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not here")


class Tls(NamedTuple):
    certificate: Path
    context: ssl.SSLContext


@pytest.fixture(scope="session")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Tls:
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    options = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    names = ["-subj", "/CN=vault.example.com"]
    names += ["-addext", "subjectAltName=IP:127.0.0.1,DNS:vault.example.com"]
    command = ["openssl", "req", "-x509", *options, *names, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return Tls(certificate, context)


@pytest.fixture
def vault(tls: Tls) -> Iterator[StubVault]:
    with StubVault(reading("x"), context=tls.context) as vault:
        yield vault


def test_a_certificate_that_is_not_known_is_refused_once_and_the_remedy_is_named(vault: StubVault) -> None:
    with pytest.raises(VaultUnavailable) as caught:
        client_of(vault.url, retries=5).get_secret("stripe")
    assert caught.value.code == "CertificateInvalid"
    assert "SSL_CERT_FILE" in str(caught.value) and "ssl_context" in str(caught.value)
    assert (vault.connections, vault.requests) == (1, [])


def test_an_empty_store_of_certificates_names_the_remedy(
    vault: StubVault, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "empty.pem").write_text("")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "empty.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    with pytest.raises(VaultUnavailable, match="SSL_CERT_FILE"):
        client_of(vault.url).get_secret("stripe")


def test_ssl_cert_file_is_the_remedy(vault: StubVault, tls: Tls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tls.certificate))
    assert client_of(vault.url).get_secret("stripe") == "x"


def test_ssl_context_is_the_remedy(vault: StubVault, tls: Tls) -> None:
    context = ssl.create_default_context(cafile=str(tls.certificate))
    assert client_of(vault.url, ssl_context=context).get_secret("stripe") == "x"


def test_a_certificate_of_another_host_is_refused(vault: StubVault, tls: Tls) -> None:
    context = ssl.create_default_context(cafile=str(tls.certificate))
    port = vault.url.rpartition(":")[2]
    with pytest.raises(VaultUnavailable) as caught:
        client_of(f"https://localhost:{port}", ssl_context=context).get_secret("stripe")
    assert caught.value.code == "CertificateInvalid"


def test_a_silent_handshake_ends_at_the_deadline() -> None:
    with Listener(lambda connection: None) as silent, pytest.raises(VaultUnavailable) as caught:
        client_of(silent.url.replace("http:", "https:"), timeout=0.2).get_secret("stripe")
    assert caught.value.code == "TimedOut"


class Proxy:
    """Connects every CONNECT request to one port, regardless of the host."""

    def __init__(self, port: int, status: bytes = b"200 OK") -> None:
        self.heads: list[str] = []
        self._port = port
        self._status = status

    def serve(self, connection: socket.socket) -> None:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += connection.recv(1)
        self.heads.append(head.decode())
        connection.sendall(b"HTTP/1.1 " + self._status + b"\r\n\r\n")
        if not self._status.startswith(b"200"):
            connection.close()
            return
        with connection, socket.create_connection(("127.0.0.1", self._port)) as onward:
            ends = {connection: onward, onward: connection}
            while True:
                for end in select.select(list(ends), [], [])[0]:
                    data = end.recv(65_536)
                    if not data:
                        return
                    ends[end].sendall(data)


def test_a_proxy_gets_its_credentials_and_the_vault_the_token(
    vault: StubVault, tls: Tls, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = Proxy(int(vault.url.rpartition(":")[2]))
    context = ssl.create_default_context(cafile=str(tls.certificate))
    with Listener(proxy.serve) as listener:
        monkeypatch.setenv("HTTPS_PROXY", f"http://user:not%40real@127.0.0.1:{listener.port}")
        client = client_of("https://vault.example.com", ssl_context=context)
        assert client.get_secret("stripe") == "x"
    assert proxy.heads[0].startswith(
        "CONNECT vault.example.com:443 HTTP/1.1\r\nHost: vault.example.com:443\r\n"
    )
    assert "Proxy-Authorization: Basic dXNlcjpub3RAcmVhbA==" in proxy.heads[0]
    assert TOKEN not in "".join(proxy.heads)
    assert "Proxy-Authorization" not in vault.requests[0][1]


def test_no_proxy_is_obeyed(vault: StubVault, tls: Tls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    context = ssl.create_default_context(cafile=str(tls.certificate))
    assert client_of(vault.url, ssl_context=context).get_secret("stripe") == "x"


def test_a_proxy_that_refuses_is_named_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = Proxy(9, b"407 Proxy Authentication Required")
    with Listener(proxy.serve) as listener, pytest.raises(VaultUnavailable) as caught:
        monkeypatch.setenv("HTTPS_PROXY", f"http://user:not-a-real-password@127.0.0.1:{listener.port}")
        client_of("https://vault.example.com", retries=0).get_secret("stripe")
    assert f"127.0.0.1:{listener.port} answered 407" in str(caught.value)
    assert "not-a-real-password" not in str(caught.value)


def test_plain_http_never_leaves_the_machine_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example.com:3128")
    with StubVault(reading("x")) as vault:
        assert client_of(vault.url).get_secret("stripe") == "x"


def test_a_proxy_on_this_machine_is_used_for_plain_http(monkeypatch: pytest.MonkeyPatch) -> None:
    with StubVault(reading("x")) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        assert client_of("http://127.0.0.1:9").get_secret("stripe") == "x"
    assert proxy.requests[0][0] == "http://127.0.0.1:9/v1/agents/BOOKING/secrets/stripe/value"


def test_plain_http_is_not_sent_where_the_name_leads_to_another_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket.socket, "getpeername", lambda _: ("192.0.2.1", 80))  # pyright: ignore
    with StubVault(reading("x")) as vault, pytest.raises(VaultUnavailable) as caught:
        client_of(vault.url, retries=0).get_secret("stripe")
    assert "Use an https:// address." in str(caught.value)
    assert vault.requests == []
