"""Reads problem codes and request ids from responses, and decides when to retry."""

from __future__ import annotations

import email.utils
import random
import re
import time
from typing import TypeGuard

from ._transport import Answer, NoAnswer

_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 1.0
_RETRIED = frozenset({429, 502, 503, 504})


def pause_before_retry(answer: Answer | NoAnswer, attempt: int) -> float | None:
    """Returns a pause with full jitter, at least as long as the vault requires; None to stop retrying."""
    jitter = random.uniform(0, min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**attempt))
    if isinstance(answer, NoAnswer):
        return jitter if answer.code == "Unreachable" else None
    if answer.status not in _RETRIED:
        return None
    return _retry_after(answer.headers.get("retry-after")) + jitter


def _retry_after(header: str | None) -> float:
    if header is None:
        return 0.0
    if re.fullmatch(r"\d{1,9}", header.strip()):
        return float(header)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(header).timestamp() - time.time())
    except (ValueError, OverflowError):
        return 0.0


def problem_code(body: object) -> str | None:
    code = fields_of(body).get("code")
    return code if isinstance(code, str) and re.fullmatch(r"[A-Za-z]{1,40}", code) else None


def request_id_in(body: object) -> str | None:
    """Returns the request id only if it looks like one, because it gets printed."""
    request_id = fields_of(body).get("requestId")
    return (
        request_id
        if isinstance(request_id, str) and re.fullmatch(r"[\w.:-]{1,128}", request_id, re.ASCII)
        else None
    )


def fields_of(body: object) -> dict[str, object]:
    return body if is_object(body) else {}


def is_object(json: object) -> TypeGuard[dict[str, object]]:
    """The keys of a JSON object are always strings."""
    return isinstance(json, dict)
