"""Reports every value that was read to a local run, so that its output can be masked."""

from __future__ import annotations

from collections.abc import Callable

from ._configuration import Secret

listeners: list[Callable[[Secret], None]] = []


def announce(secret: Secret) -> None:
    for listener in listeners:
        listener(secret)
