"""Redirects everything that the process and its children write to standard error, and masks it."""

from __future__ import annotations

import atexit
import logging
import os
import re
import secrets
import select
import sys
import threading
from typing import TextIO

from .masking import MaskedStream, Masks

# Control characters except tab and line feed, and characters that change the text direction.
_OBEYED = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]")


class MaskedOutput:
    """Redirects file descriptors 1 and 2 to standard error, with values masked.

    Only `write_result` writes to standard output. The output of threads and exit functions after the function
    has returned is masked too. Even later output, such as from `__del__`, is dropped.
    """

    def __init__(self, masks: Masks) -> None:
        self._masks = masks
        self._process = os.getpid()
        # A separate mark is needed, because children may keep the pipe open after everything was written.
        self._end_mark = secrets.token_bytes(32)
        _flush()
        self._stdout, self._stderr = os.dup(1), os.dup(2)
        self._source, self._target = os.pipe()
        for descriptor in (1, 2):
            os.dup2(self._target, descriptor)
        sys.stdout, sys.stderr = _line_buffered(1), _line_buffered(2)
        self._thread = threading.Thread(target=self._copy, daemon=True)
        self._thread.start()
        # At exit, Python joins threads first, and then calls exit functions in reverse order of registration.
        atexit.register(self._end)

    def _end(self) -> None:
        if os.getpid() != self._process:
            return  # A forked process, which does not have the thread.
        logging.shutdown()  # Was registered before `_end`, so it would otherwise run after it.
        _flush()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for descriptor in (1, 2):
            os.dup2(nowhere, descriptor)
        os.write(self._target, self._end_mark)
        self._thread.join()
        for descriptor in (nowhere, self._source, self._target, self._stdout, self._stderr):
            os.close(descriptor)

    def write_result(self, text: str) -> None:
        data = f"{self._masks.mask(text)}\n".encode("utf-8", "backslashreplace")
        _write(self._stdout, data)

    def say(self, text: str) -> None:
        """Escapes control characters, because file names and project names may contain terminal commands."""
        masked = self._masks.mask(text)  # Masked first, because values could not be found after escaping.
        print(_OBEYED.sub(lambda one: f"\\u{{{ord(one[0]):x}}}", masked), file=sys.stderr)

    def _copy(self) -> None:
        stream = MaskedStream(self._masks)
        pending = b""
        while chunk := os.read(self._source, 65_536):
            pending += chunk
            until = pending.find(self._end_mark)
            if until >= 0:
                _write(self._stderr, stream.write(pending[:until]) + stream.end())
                return
            # The chunk may end with the start of the mark.
            keep = next(
                (n for n in range(min(len(pending), 31), 0, -1) if self._end_mark.startswith(pending[-n:])), 0
            )
            _write(self._stderr, stream.write(pending[: len(pending) - keep]))
            pending = pending[len(pending) - keep :]


def _line_buffered(descriptor: int) -> TextIO:
    """Opens a new stream, because one that was opened for a file would try to seek in the pipe."""
    return open(descriptor, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            pass  # Closed by the function.


def _write(descriptor: int, data: bytes) -> None:
    while data:
        try:
            data = data[os.write(descriptor, data) :]
        except BlockingIOError:  # The descriptor is shared with a program that uses non-blocking output.
            select.select([], [descriptor], [])
        except OSError:
            return  # The reader is gone, but the function still runs to its end.
