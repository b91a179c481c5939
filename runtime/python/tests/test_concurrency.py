"""Threads, forked processes and tasks share a client."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection

import pytest
from stub_vault import TOKEN, Listener, StubVault, problem, reading

from agent_secrets import Client, MissingAccess, VaultUnavailable


def client_of(url: str, timeout: float = 30) -> Client:
    return Client(vault_url=url, agent_id="BOOKING", token=TOKEN, timeout=timeout)


def test_threads_share_a_client() -> None:
    with StubVault(reading("x")) as vault, ThreadPoolExecutor(8) as pool:
        client = client_of(vault.url)
        assert list(pool.map(client.get_secret, ["stripe"] * 40)) == ["x"] * 40


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_forked_process_reads_with_the_client_of_its_parent() -> None:
    with StubVault(reading("x")) as vault:
        client = client_of(vault.url)
        client.get_secret("stripe")
        asyncio.run(client.get_secret_async("stripe"))
        fork = multiprocessing.get_context("fork")
        ours, theirs = fork.Pipe()
        process = fork.Process(target=_read_twice, args=(client, theirs))
        process.start()
        assert ours.recv() == ("x", "x")
        process.join()


def _read_twice(client: Client, answer: Connection) -> None:
    answer.send((client.get_secret("stripe"), asyncio.run(client.get_secret_async("stripe"))))


def test_tasks_read_side_by_side_while_the_loop_goes_on() -> None:
    """The server responds only after both requests have arrived and the event loop has run."""
    arrived = threading.Barrier(2)
    may_answer = threading.Event()

    def answer(connection: socket.socket) -> None:
        connection.recv(65_536)
        arrived.wait()
        may_answer.wait()
        body = b'{"kind": "single", "value": "x"}'
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
        connection.close()

    async def read_twice() -> tuple[object, object]:
        asyncio.get_running_loop().call_later(0.05, may_answer.set)
        return await asyncio.gather(client.get_secret_async("a"), client.get_secret_async("b"))

    with Listener(answer) as vault:
        client = client_of(vault.url)
        assert tuple(asyncio.run(read_twice())) == ("x", "x")


def test_async_raises_the_same() -> None:
    with StubVault(problem(403, "MissingAccess")) as vault, pytest.raises(MissingAccess):
        asyncio.run(client_of(vault.url).get_secret_async("stripe"))


def test_async_ends_at_the_deadline() -> None:
    with Listener(lambda connection: None) as silent, pytest.raises(VaultUnavailable) as caught:
        asyncio.run(client_of(silent.url, timeout=0.2).get_secret_async("stripe"))
    assert caught.value.code == "TimedOut"


def test_cancelling_closes_the_connection_and_retries_nothing() -> None:
    asked, closed = threading.Event(), threading.Event()
    connections: list[socket.socket] = []

    def watch(connection: socket.socket) -> None:
        connections.append(connection)
        connection.recv(65_536)
        asked.set()
        if connection.recv(1) == b"":
            closed.set()

    async def read_and_cancel() -> None:
        task = asyncio.create_task(client.get_secret_async("stripe"))
        await asyncio.to_thread(asked.wait)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(closed.wait, 10)

    with Listener(watch) as vault:
        client = client_of(vault.url)
        asyncio.run(read_and_cancel())
        for thread in threading.enumerate():
            if thread.name == "agent-secrets":
                thread.join()
    assert len(connections) == 1


def test_a_token_function_that_fails_is_heard_in_async() -> None:
    def fail() -> str:
        raise LookupError("no token today")

    client = Client(vault_url="http://127.0.0.1:9", agent_id="A", token=fail)
    with pytest.raises(LookupError, match="no token today"):
        asyncio.run(client.get_secret_async("stripe"))
    with pytest.raises(LookupError, match="no token today"):
        client.get_secret("stripe")
