"""Reads from a server that returns the responses given by the test."""

from __future__ import annotations

import email.utils
import os
import socket
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from stub_vault import TOKEN, Listener, Reply, StubVault, client_of, problem, reading

import agent_secrets
from agent_secrets import (
    AgentSecretsError,
    Client,
    InvalidInput,
    MissingAccess,
    NotConfigured,
    SecretNotFound,
    Unauthenticated,
    VaultUnavailable,
)


def failure_of(client: Client, name: str = "stripe") -> AgentSecretsError:
    with pytest.raises(AgentSecretsError) as caught:
        client.get_secret(name)
    return caught.value


@pytest.mark.parametrize("value", ["not-a-real-key", "", {"id": "not-a-real-id", "key": "ü"}, {}])
def test_reads_a_value(value: object) -> None:
    with StubVault(reading(value)) as vault:
        assert client_of(vault.url).get_secret("stripe") == value
    [(path, headers)] = vault.requests
    assert path == "/v1/agents/BOOKING/secrets/stripe/value"
    assert headers["Authorization"] == f"Bearer {TOKEN}"


def test_names_are_one_segment_of_the_path() -> None:
    with StubVault(reading("x")) as vault:
        client_of(f"{vault.url}/vault/", agent_id="A/B").get_secret("Clinic Directory/ä?#%")
    assert vault.requests[0][0] == (
        "/vault/v1/agents/A%2FB/secrets/Clinic%20Directory%2F%C3%A4%3F%23%25/value"
    )


@pytest.mark.parametrize("name", ["", ".", "..", "\ud800"])
def test_a_name_that_is_no_segment_is_not_sent(name: str) -> None:
    with StubVault(reading("x")) as vault:
        assert type(failure_of(client_of(vault.url), name)) is InvalidInput
    assert vault.requests == []


@pytest.mark.parametrize(
    ("reply", "kind", "code"),
    [
        (problem(404, "SecretNotFound"), SecretNotFound, "SecretNotFound"),
        (problem(403, "MissingAccess"), MissingAccess, "MissingAccess"),
        (problem(400, "InvalidInput"), InvalidInput, "InvalidInput"),
        (problem(401, "Unauthenticated"), Unauthenticated, "Unauthenticated"),
        (problem(401, "CredentialExpired"), Unauthenticated, "CredentialExpired"),
        (problem(404, "NotFound"), AgentSecretsError, "NotFound"),
        (problem(403, "AddressNotAllowed"), AgentSecretsError, "AddressNotAllowed"),
        (problem(500, "InternalError"), VaultUnavailable, "InternalError"),
        (problem(503, "Sealed"), VaultUnavailable, "Sealed"),
        (Reply(404, b"<html>not here</html>"), VaultUnavailable, "BadAnswer"),
        (Reply(403, b"<html>no</html>"), VaultUnavailable, "BadAnswer"),
        (Reply(200, b"<html>welcome</html>"), VaultUnavailable, "BadAnswer"),
        (Reply(200, {"value": {"a": 1}}), VaultUnavailable, "BadAnswer"),
        (Reply(200, {"value": None}), VaultUnavailable, "BadAnswer"),
        (Reply(200, b"[" * 100_000), VaultUnavailable, "BadAnswer"),
        (Reply(200, b" " * 2_000_000), VaultUnavailable, "BadAnswer"),
    ],
)
def test_each_answer_has_its_exception(reply: Reply, kind: type, code: str) -> None:
    with StubVault(reply) as vault:
        error = failure_of(client_of(vault.url, retries=0))
    assert (type(error), error.code) == (kind, code)
    assert error.request_id == ("r-1" if "requestId" in str(reply.body) else None)


def test_what_the_vault_says_is_not_repeated() -> None:
    reply = problem(404, "SecretNotFound")
    reply.body |= {"detail": TOKEN, "title": TOKEN, "requestId": f"{TOKEN}\n\x1b[2J"}
    with StubVault(reply) as vault:
        error = failure_of(client_of(vault.url))
    assert TOKEN not in f"{error}{error!r}{error.__dict__}"
    assert error.request_id is None


def test_retries_what_may_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses = recorded_pauses(monkeypatch)
    with StubVault(Reply(502, b""), problem(429, "TooManyRequests"), reading("x")) as vault:
        assert client_of(vault.url).get_secret("stripe") == "x"
    assert len(vault.requests) == 3
    assert all(0 <= pause <= 1 for pause in pauses)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500, 501])
def test_does_not_retry_the_rest(status: int) -> None:
    with StubVault(Reply(status, {})) as vault:
        failure_of(client_of(vault.url, retries=5))
    assert len(vault.requests) == 1


def test_stops_after_the_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    recorded_pauses(monkeypatch)
    with StubVault(problem(503, "Sealed")) as vault:
        assert failure_of(client_of(vault.url, retries=4)).code == "Sealed"
    assert len(vault.requests) == 5


def test_a_vault_that_is_away_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses = recorded_pauses(monkeypatch)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    error = failure_of(client_of(f"http://127.0.0.1:{port}"))
    assert (type(error), error.code, len(pauses)) == (VaultUnavailable, "Unreachable", 2)
    assert f"127.0.0.1:{port}" in str(error)


@pytest.mark.parametrize("unit", ["seconds", "date"])
def test_waits_as_long_as_the_vault_asks(monkeypatch: pytest.MonkeyPatch, unit: str) -> None:
    pauses = recorded_pauses(monkeypatch)
    asked = "7" if unit == "seconds" else email.utils.formatdate(time.time() + 8.5, usegmt=True)
    with StubVault(problem(429, "TooManyRequests", retry_after=asked), reading("x")) as vault:
        assert client_of(vault.url, timeout=60).get_secret("stripe") == "x"
    assert len(pauses) == 1 and 7 <= pauses[0] <= 10


def test_does_not_wait_beyond_the_deadline() -> None:
    with StubVault(problem(503, "Unavailable", retry_after="3600")) as vault:
        assert failure_of(client_of(vault.url)).code == "Unavailable"
    assert len(vault.requests) == 1


@pytest.mark.parametrize("header", ["-1", "soon", "9" * 40, "Thu, 99 Abc 9999 00:00:00 GMT"])
def test_a_strange_wait_is_no_wait(monkeypatch: pytest.MonkeyPatch, header: str) -> None:
    pauses = recorded_pauses(monkeypatch)
    with StubVault(problem(503, "Unavailable", retry_after=header), reading("x")) as vault:
        assert client_of(vault.url).get_secret("stripe") == "x"
    assert pauses[0] <= 1


def test_a_silent_server_ends_at_the_deadline() -> None:
    accepted: list[socket.socket] = []
    with Listener(accepted.append) as silent:
        error = failure_of(client_of(silent.url, timeout=0.2, retries=50))
    assert (error.code, len(accepted)) == ("TimedOut", 1)
    assert "within 0.2 seconds" in str(error)


def test_a_server_that_drips_ends_at_the_deadline() -> None:
    def drip(connection: socket.socket) -> None:
        try:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            while True:
                connection.sendall(b" ")
                time.sleep(0.02)
        except OSError:
            pass

    with Listener(drip) as dripping:
        assert failure_of(client_of(dripping.url, timeout=0.3)).code == "TimedOut"


def test_a_resolver_that_hangs_ends_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(2))  # pyright: ignore
    assert failure_of(client_of("https://vault.example.com", timeout=0.1)).code == "TimedOut"


def test_an_answer_that_breaks_off_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    recorded_pauses(monkeypatch)

    def break_off(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{")
        connection.close()

    with Listener(break_off) as broken:
        assert failure_of(client_of(broken.url)).code in ("Unreachable", "BadAnswer")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_refused_and_its_target_gets_nothing(status: int) -> None:
    with StubVault(reading("x")) as elsewhere:
        location = f"{elsewhere.url}/v1/agents/BOOKING/secrets/stripe/value"
        with StubVault(Reply(status, {}, {"Location": location})) as vault:
            assert failure_of(client_of(vault.url)).code == "Redirected"
    assert elsewhere.connections == 0


def test_netrc_is_not_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("default login not-a-real-login password not-a-real-password\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    with StubVault(reading("x")) as vault:
        client_of(vault.url).get_secret("stripe")
    assert vault.requests[0][1]["Authorization"] == f"Bearer {TOKEN}"


def test_nothing_is_cached() -> None:
    with StubVault(reading("old"), reading("new"), problem(403, "MissingAccess")) as vault:
        client = client_of(vault.url)
        assert [client.get_secret("stripe"), client.get_secret("stripe")] == ["old", "new"]
        assert failure_of(client).code == "MissingAccess"


class TestToken:
    def test_comes_from_a_file_that_is_read_again_after_it_was_rejected(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        file = tmp_path / "token"
        file.write_text("ags_agent_old\n")
        monkeypatch.setenv("AGENT_SECRETS_AGENT_TOKEN_FILE", str(file))
        with StubVault(reading("x"), problem(401, "CredentialExpired"), reading("y")) as vault:
            client = client_of(vault.url, token=None)
            client.get_secret("stripe")
            file.write_text("ags_agent_new\n")
            assert client.get_secret("stripe") == "y"
        sent = [headers["Authorization"] for _, headers in vault.requests]
        assert sent == ["Bearer ags_agent_old", "Bearer ags_agent_old", "Bearer ags_agent_new"]

    def test_that_does_not_come_ends_at_the_deadline(self) -> None:
        never = threading.Event()

        def ask() -> str:
            never.wait(5)
            return TOKEN

        with StubVault(reading("x")) as vault:
            error = failure_of(client_of(vault.url, token=ask, timeout=0.2))
        never.set()
        assert (error.code, vault.requests) == ("TimedOut", [])
        assert "token was not available within 0.2 seconds" in str(error)

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
    def test_file_that_is_a_pipe_no_one_writes_ends_at_the_deadline(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        pipe = tmp_path / "token"
        os.mkfifo(pipe)
        monkeypatch.setenv("AGENT_SECRETS_AGENT_TOKEN_FILE", str(pipe))
        error = failure_of(client_of("http://127.0.0.1:9", token=None, timeout=0.2))
        assert error.code == "TimedOut"
        os.close(os.open(pipe, os.O_RDWR))  # Ends the abandoned thread.

    def test_comes_from_a_file_behind_links(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """Kubernetes projects tokens like this."""
        (tmp_path / "..1").mkdir()
        (tmp_path / "..1" / "token").write_text(TOKEN)
        (tmp_path / "..data").symlink_to("..1")
        (tmp_path / "token").symlink_to("..data/token")
        monkeypatch.setenv("AGENT_SECRETS_AGENT_TOKEN_FILE", str(tmp_path / "token"))
        with StubVault(reading("x")) as vault:
            assert client_of(vault.url, token=None).get_secret("stripe") == "x"

    def test_is_renewed_once(self) -> None:
        tokens = iter(f"ags_agent_{number}" for number in range(99))
        with StubVault(problem(401, "CredentialExpired")) as vault:
            error = failure_of(client_of(vault.url, token=lambda: next(tokens)))
        assert (error.code, len(vault.requests)) == ("CredentialExpired", 2)

    def test_that_is_the_same_again_is_not_sent_again(self) -> None:
        with StubVault(problem(401, "Unauthenticated")) as vault:
            failure_of(client_of(vault.url, token=lambda: TOKEN))
        assert len(vault.requests) == 1

    @pytest.mark.parametrize("token", ["with space", "line\nbreak", "ü", "not-a-real\r\nX-Evil: 1"])
    def test_that_no_header_can_hold_is_refused_without_quoting_it(self, token: str) -> None:
        with pytest.raises(NotConfigured) as caught:
            client_of("http://127.0.0.1:9", token=token)
        assert token not in str(caught.value)

    def test_file_that_is_not_there_is_named(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("AGENT_SECRETS_AGENT_TOKEN_FILE", str(tmp_path / "absent"))
        error = failure_of(client_of("http://127.0.0.1:9", token=None))
        assert isinstance(error, NotConfigured) and "absent" in str(error)


class TestConfiguration:
    def test_comes_from_the_environment_and_follows_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with StubVault(reading("x")) as vault:
            monkeypatch.setenv("AGENT_SECRETS_VAULT_URL", vault.url)
            monkeypatch.setenv("AGENT_SECRETS_AGENT", "BOOKING")
            monkeypatch.setenv("AGENT_SECRETS_AGENT_TOKEN", TOKEN)
            agent_secrets.get_secret("stripe")
            monkeypatch.setenv("AGENT_SECRETS_AGENT", "OTHER")
            agent_secrets.get_secret("stripe")
        assert [path.split("/")[3] for path, _ in vault.requests] == ["BOOKING", "OTHER"]

    def test_says_what_is_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for variable, value in [
            ("AGENT_SECRETS_VAULT_URL", "https://vault.example.com"),
            ("AGENT_SECRETS_AGENT", "BOOKING"),
            ("AGENT_SECRETS_AGENT_TOKEN", TOKEN),
        ]:
            with pytest.raises(NotConfigured, match=variable):
                agent_secrets.get_secret("stripe")
            monkeypatch.setenv(variable, value)
        Client()

    @pytest.mark.parametrize(
        "url",
        [
            "vault.example.com",
            "ftp://vault.example.com",
            "https://",
            "https://vault.example.com:port",
            "https://user:not-a-real-password@vault.example.com",
            "http://vault.example.com",
            "https://vault.example.com/\r\nX-Evil: 1",
        ],
    )
    def test_refuses_an_address_to_which_no_token_may_go(self, url: str) -> None:
        with pytest.raises(NotConfigured) as caught:
            client_of(url)
        assert "not-a-real-password" not in str(caught.value)

    @pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "localhost", "vault.localhost", "[::1]"])
    def test_accepts_plain_http_on_this_machine(self, host: str) -> None:
        client_of(f"http://{host}:8250")

    @pytest.mark.parametrize("options", [{"timeout": 0}, {"timeout": float("nan")}, {"retries": -1}])
    def test_refuses_limits_that_are_none(self, options: dict[str, Any]) -> None:
        with pytest.raises(NotConfigured):
            client_of("http://127.0.0.1:9", **options)


def recorded_pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Records pauses instead of waiting for retries."""
    pauses: list[float] = []

    def wait(self: object, seconds: float) -> bool:
        pauses.append(seconds)
        return True

    monkeypatch.setattr("agent_secrets._deadline.Deadline.wait", wait)
    return pauses
