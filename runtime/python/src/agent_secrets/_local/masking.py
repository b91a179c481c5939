"""Masks the values that were read in everything that a local run writes."""

from __future__ import annotations

from collections.abc import Iterator

from .._configuration import Secret
from .written_forms import written_forms

MASK = "[masked]"


class Masks:
    """The values to mask. More can be added at any time, from any thread."""

    def __init__(self) -> None:
        self._forms: frozenset[bytes] = frozenset()
        self._by_start: dict[bytes, list[bytes]] = {}
        self._longest = 0

    def add(self, secret: Secret) -> None:
        for value in [secret] if isinstance(secret, str) else secret.values():
            self._forms |= written_forms(value)
        by_start: dict[bytes, list[bytes]] = {}
        for form in self._forms:
            by_start.setdefault(form[:2], []).append(form)
            by_start.setdefault(form[:1], []).append(form)
        self._by_start = by_start
        self._longest = max(map(len, self._forms), default=0)

    def mask(self, text: str) -> str:
        masked = self.mask_bytes(text.encode("utf-8", "surrogatepass"))
        return masked.decode("utf-8", "surrogatepass")

    def mask_bytes(self, data: bytes) -> bytes:
        parts: list[bytes] = []
        at = 0
        for start, end in self._places(data):
            parts += [data[at:start], MASK.encode()]
            at = end
        return b"".join([*parts, data[at:]])

    def may_continue(self, data: bytes) -> int:
        """Returns the position from which more output could complete or extend a value."""
        open_at = next(
            (
                at
                for at in range(max(0, len(data) - self._longest + 1), len(data))
                if any(
                    len(form) > len(data) - at and form.startswith(data[at:])
                    for form in self._by_start.get(data[at : at + 2], ())
                )
            ),
            len(data),
        )
        return next((start for start, end in self._places(data) if start < open_at < end), open_at)

    def _places(self, data: bytes) -> Iterator[tuple[int, int]]:
        """Yields the positions of values in order. Values that overlap or touch count as one."""
        found = sorted(place for form in self._forms for place in _occurrences(form, data))
        while found:
            start, end = found[0]
            count = 0
            while count < len(found) and found[count][0] <= end:
                end = max(end, found[count][1])
                count += 1
            yield start, end
            del found[:count]


def _occurrences(form: bytes, data: bytes) -> Iterator[tuple[int, int]]:
    at = data.find(form)
    while at >= 0:
        yield at, at + len(form)
        at = data.find(form, at + 1)


class MaskedStream:
    """Masks a stream of bytes, regardless of chunk boundaries."""

    def __init__(self, masks: Masks) -> None:
        self._masks = masks
        self._held = b""

    def write(self, chunk: bytes) -> bytes:
        """Returns the masked bytes that can be passed on. Holds back a possible start of a value."""
        data = self._held + chunk
        until = self._masks.may_continue(data)
        self._held = data[until:]
        return self._masks.mask_bytes(data[:until])

    def end(self) -> bytes:
        rest, self._held = self._held, b""
        return self._masks.mask_bytes(rest)
