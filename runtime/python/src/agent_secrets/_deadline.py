"""The time limit for a read, and a way to cancel it."""

from __future__ import annotations

import contextvars
import socket
import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Deadline:
    """One time limit for everything that a read does. Another thread can cancel the read."""

    def __init__(self, timeout: float) -> None:
        self.timeout = timeout
        self._ends = time.monotonic() + timeout
        self._cancelled = threading.Event()
        self._socket: socket.socket | None = None

    def remaining(self) -> float:
        """:raises TimeoutError: if no time is left, or the read was canceled"""
        left = self._ends - time.monotonic()
        if left <= 0 or self._cancelled.is_set():
            raise TimeoutError
        return left

    def is_over(self) -> bool:
        return time.monotonic() >= self._ends or self._cancelled.is_set()

    def wait(self, seconds: float) -> bool:
        """Waits, and returns whether any time is left. Returns False immediately if none would be."""
        if time.monotonic() + seconds >= self._ends:
            return False
        return not self._cancelled.wait(seconds)

    def use(self, connection: socket.socket) -> None:
        """From now on, canceling closes this connection."""
        self._socket = connection
        if self._cancelled.is_set():
            self.cancel()

    def cancel(self) -> None:
        self._cancelled.set()
        connection = self._socket
        if connection is not None:
            try:
                # Not `SSLSocket.shutdown`, which would drop TLS state that another thread is using.
                socket.socket.shutdown(connection, socket.SHUT_RDWR)
            except OSError:
                pass  # Already closed.

    def run(self, work: Callable[[], T]) -> T:
        """Runs `work`, which has no timeout of its own, in a thread that is abandoned when the time is up.

        :raises TimeoutError: if the time is up; also raises whatever `work` raises
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
