"""How long one read may take, and how to stop it."""

from __future__ import annotations

import contextvars
import socket
import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Deadline:
    """One limit for everything a read does. Another thread may cancel the read."""

    def __init__(self, timeout: float) -> None:
        self.timeout = timeout
        self._ends = time.monotonic() + timeout
        self._cancelled = threading.Event()
        self._socket: socket.socket | None = None

    def remaining(self) -> float:
        """:raises TimeoutError: when nothing remains, or the read is cancelled"""
        left = self._ends - time.monotonic()
        if left <= 0 or self._cancelled.is_set():
            raise TimeoutError
        return left

    def is_over(self) -> bool:
        return time.monotonic() >= self._ends or self._cancelled.is_set()

    def wait(self, seconds: float) -> bool:
        """Whether there is still time after waiting; false immediately when there would not be."""
        if time.monotonic() + seconds >= self._ends:
            return False
        return not self._cancelled.wait(seconds)

    def use(self, connection: socket.socket) -> None:
        """From now on, cancelling closes this connection."""
        self._socket = connection
        if self._cancelled.is_set():
            self.cancel()

    def cancel(self) -> None:
        self._cancelled.set()
        connection = self._socket
        if connection is not None:
            try:
                # The plain socket's method: SSLSocket.shutdown drops its state, which another thread is
                # using.
                socket.socket.shutdown(connection, socket.SHUT_RDWR)
            except OSError:
                pass  # Closed already.

    def run(self, work: Callable[[], T]) -> T:
        """For what has no timeout: runs it in a thread that is left behind when the time is over.

        :raises TimeoutError: and what the work raises
        """
        results: list[T] = []
        failures: list[BaseException] = []

        def settle() -> None:
            try:
                results.append(work())
            except BaseException as error:
                failures.append(error)

        context = contextvars.copy_context()
        thread = threading.Thread(target=context.run, args=(settle,), daemon=True)
        thread.start()
        thread.join(self.remaining())
        if results:
            return results[0]
        raise failures.pop() if failures else TimeoutError()
