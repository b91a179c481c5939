"""Formats a function's return value as one line."""

from __future__ import annotations

import dataclasses
import enum
import json
import math
from collections.abc import Mapping
from typing import Any, cast

from .masking import Masks


def result_text(value: object, masks: Masks) -> str:
    """Returns strings unchanged and anything else as JSON. Values that were read are masked in both."""
    if isinstance(value, str):
        return value
    try:
        return json.dumps(_plain(value, masks), ensure_ascii=False)
    except RecursionError:  # The value contains itself.
        return json.dumps(masks.mask(repr(value)), ensure_ascii=False)


def _plain(value: Any, masks: Masks) -> object:
    # Masks before serialization, because a mask in place of a number would not be valid JSON.
    if isinstance(value, enum.Enum):
        return _plain(value.value, masks)
    if isinstance(value, str):
        return masks.mask(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        text = repr(value)
        return value if masks.mask(text) == text and math.isfinite(value) else masks.mask(text)
    if isinstance(value, Mapping):
        items = cast("Mapping[object, object]", value).items()
        return {masks.mask(str(key)): _plain(one, masks) for key, one in items}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(one, masks) for one in cast("list[object]", value)]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name), masks) for one in dataclasses.fields(value)}
    return masks.mask(str(value))
