"""The forms in which a program may print a value. `run/masking/written-forms.ts` has the same rules."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from urllib.parse import quote

# Shorter values would be replaced everywhere, and the gaps would reveal them.
FEWEST_CHARACTERS = 4

_BASE64_LINES = (64, 76)
_LEFT_IN_URLS = ("", "/", "!*'()", "!*'();/?:@&=+$,#")


def written_forms(value: str) -> frozenset[bytes]:
    """Returns the value and each of its lines, unchanged and encoded as JSON, `repr`, URLs and base64."""
    pieces = {value, *(line.strip() for line in re.split(r"[\r\n]+", value))}
    forms = {form for piece in pieces if len(piece) >= FEWEST_CHARACTERS for form in _forms(piece)}
    return frozenset(
        form.encode("utf-8", "surrogatepass") for form in forms if len(form) >= FEWEST_CHARACTERS
    )


def _forms(piece: str) -> Iterator[str]:
    yield piece
    yield repr(piece)[1:-1]
    yield ascii(piece)[1:-1]
    for text in (json.dumps(piece)[1:-1], json.dumps(piece, ensure_ascii=False)[1:-1]):
        yield text
        yield text.replace("/", r"\/")
    raw = piece.encode("utf-8", "surrogatepass")
    for left in _LEFT_IN_URLS:
        upper = quote(raw, safe=left)
        for text in (upper, re.sub(r"%..", lambda found: found[0].lower(), upper)):
            yield text
            yield text.replace("%20", "+")
    yield raw.hex()
    for text in _in_base64(raw):
        yield text
        yield text.replace("+", "-").replace("/", "_")


def _in_base64(raw: bytes) -> Iterator[str]:
    """Within a longer string, a value starts at one of three offsets in a base64 group.

    Omits characters that also depend on an adjacent byte.
    """
    alone = base64.b64encode(raw).decode("ascii")
    yield alone
    yield alone.rstrip("=")
    for before in range(3):
        text = base64.b64encode(bytes(before) + raw).decode("ascii")
        yield text[-(-before * 8 // 6) : (before + len(raw)) * 8 // 6]
    for length in _BASE64_LINES:
        if len(alone) > length:
            yield from (alone[at : at + length] for at in range(0, len(alone), length))
