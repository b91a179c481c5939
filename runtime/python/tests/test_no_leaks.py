"""After a failure, neither users nor error reporters see a value or a token."""

from __future__ import annotations

import asyncio
import gc
import pickle
import signal
import socket
import threading
import types
from collections.abc import Iterator
from pathlib import Path

import pytest
from stub_vault import TOKEN, Listener, Reply, StubVault, client_of, problem, reading

from agent_secrets import AgentSecretsError, Client, NotConfigured
from agent_secrets._hidden import Hidden

VALUE = "not-a-real-canary-value"


def shown_of(error: BaseException) -> str:
    """What a reporter sends: messages, attributes, and local variables of frames outside the tests."""
    return "\n".join(_parts_of(error, set()))


def _parts_of(error: BaseException | None, seen: set[int]) -> Iterator[str]:
    if error is None or id(error) in seen:
        return
    seen.add(id(error))
    yield from (str(error), repr(error), repr(error.args), repr(vars(error)))
    traceback = error.__traceback__
    while traceback is not None:
        frame = traceback.tb_frame
        if Path(frame.f_code.co_filename).parent != Path(__file__).parent:
            yield from (f"{name}={_deep(value, 4)}" for name, value in frame.f_locals.items())
        traceback = traceback.tb_next
    yield from _parts_of(error.__cause__, seen)
    yield from _parts_of(error.__context__, seen)


def _deep(value: object, depth: int) -> str:
    """Includes the attributes of objects, as some reporters do."""
    shown = repr(value)
    if depth == 0 or isinstance(value, (types.ModuleType, type)):
        return shown
    held = [getattr(value, "__dict__", None)]
    held += [getattr(value, name, None) for name in getattr(type(value), "__slots__", ())]
    if isinstance(value, (list, tuple, set)):
        held += list(value)  # pyright: ignore
    if isinstance(value, dict):
        held += list(value.values())  # pyright: ignore
    return shown + "".join(_deep(one, depth - 1) for one in held if one is not None)


def assert_hidden(error: BaseException) -> None:
    shown = shown_of(error)
    assert TOKEN not in shown and VALUE not in shown
    try:
        data = pickle.dumps(error)
    except TypeError:
        return
    assert TOKEN.encode() not in data and VALUE.encode() not in data


REPLIES = [
    problem(403, "MissingAccess"),
    problem(404, "SecretNotFound"),
    problem(401, "Unauthenticated"),
    problem(503, "Sealed"),
    Reply(200, f'{{"value": "{VALUE}" broken'.encode()),
    Reply(200, f'{{"value": ["{VALUE}"]}}'.encode()),
    Reply(200, f'{{"value": "{VALUE}\\ud800"'.encode() + b"\xff"),
    Reply(418, f"{VALUE}{TOKEN}".encode(), {"X-Echo": TOKEN, "Location": TOKEN}),
]


@pytest.mark.parametrize("reply", REPLIES)
@pytest.mark.parametrize("mode", ["sync", "async"])
def test_answers(reply: Reply, mode: str) -> None:
    with StubVault(reading(VALUE), reply) as vault, pytest.raises(AgentSecretsError) as caught:
        client = client_of(vault.url, retries=0)
        client.get_secret("stripe")
        if mode == "sync":
            client.get_secret("stripe")
        else:
            asyncio.run(client.get_secret_async("stripe"))
    assert_hidden(caught.value)


def test_silence() -> None:
    with Listener(lambda connection: None) as silent, pytest.raises(AgentSecretsError) as caught:
        client_of(silent.url, timeout=0.1).get_secret("stripe")
    assert_hidden(caught.value)


def test_a_vault_that_is_away() -> None:
    with pytest.raises(AgentSecretsError) as caught:
        client_of("http://127.0.0.1:9", retries=0).get_secret("stripe")
    assert_hidden(caught.value)


@pytest.mark.parametrize("given", ["argument", "variable"])
@pytest.mark.parametrize("port", ["", ":port"])
def test_an_address_with_a_password(given: str, port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"https://user:{VALUE}@vault.example.com{port}"
    monkeypatch.setenv("AGENT_SECRETS_VAULT_URL", address)
    with pytest.raises(NotConfigured) as caught:
        Client(vault_url=address if given == "argument" else None, agent_id="BOOKING", token=TOKEN)
    assert_hidden(caught.value)


def test_half_an_answer() -> None:
    def break_off(connection: socket.socket) -> None:
        connection.recv(65_536)
        text = f'HTTP/1.1 200 OK\r\nX-Echo: {TOKEN}\r\nContent-Length: 999\r\n\r\n{{"value": "{VALUE}"'
        connection.sendall(text.encode())
        connection.close()

    with Listener(break_off) as broken, pytest.raises(AgentSecretsError) as caught:
        client_of(broken.url, retries=0).get_secret("stripe")
    assert_hidden(caught.value)


def test_an_answer_that_is_not_http() -> None:
    def babble(connection: socket.socket) -> None:
        connection.sendall(connection.recv(65_536))
        connection.close()

    with Listener(babble) as echo, pytest.raises(AgentSecretsError) as caught:
        client_of(echo.url, retries=0).get_secret("stripe")
    assert_hidden(caught.value)


class TimeLimit(BaseException):
    pass


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timers on this system")
def test_an_interrupt_in_the_middle() -> None:
    """Task queues implement time limits like this, with an exception from a signal handler."""

    def interrupt(*_: object) -> None:
        raise TimeLimit

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        with Listener(lambda connection: None) as silent, pytest.raises(TimeLimit) as caught:
            signal.setitimer(signal.ITIMER_REAL, 0.2)
            client_of(silent.url, timeout=30).get_secret("stripe")
    finally:
        signal.signal(signal.SIGALRM, before)
    assert_hidden(caught.value)


@pytest.mark.parametrize("token", [f"{TOKEN}\n", f" {TOKEN}", ""])
def test_a_token_that_is_not_usable(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AGENT_SECRETS_AGENT_TOKEN", raising=False)
    with pytest.raises(AgentSecretsError) as caught:
        client_of("http://127.0.0.1:9", token=token)
    assert_hidden(caught.value)


def test_a_bad_address_with_a_good_token() -> None:
    with pytest.raises(AgentSecretsError) as caught:
        client_of("https://vault.example.com:99999999")
    assert_hidden(caught.value)


def test_a_client_shows_where_it_reads_and_nothing_else() -> None:
    client = client_of("https://vault.example.com/base/")
    assert repr(client) == "Client(vault_url='https://vault.example.com/base', agent_id='BOOKING')"
    assert TOKEN not in _deep(client, 6)
    with pytest.raises(TypeError):
        pickle.dumps(client)


def test_no_frame_has_a_hidden_value_while_it_is_revealed() -> None:
    assert not isinstance(Hidden(VALUE).reveal, types.FunctionType)
    assert Hidden(VALUE).reveal() == VALUE


def test_no_thread_and_no_garbage_keeps_a_value() -> None:
    with StubVault(reading(VALUE)) as vault:
        asyncio.run(client_of(vault.url).get_secret_async("stripe"))
    gc.collect()
    names = [thread.name for thread in threading.enumerate()]
    assert "agent-secrets" not in names
