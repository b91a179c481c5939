"""Reads secrets from fakes instead of a vault."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Protocol

from .._configuration import Secret
from ..exceptions import InvalidInput, MissingAccess, SecretNotFound, platform_class

FAKE_AGENT = "FAKE-AGENT"


class SecretReader(Protocol):
    def get_secret(self, secret_name: str) -> Secret:
        ...


class Fakes:
    """Reads made-up values. None stands for an existing secret that the agent cannot read."""

    def __init__(self, secrets: Mapping[str, Secret | None], agent_id: str = FAKE_AGENT) -> None:
        self._secrets = secrets
        self._agent_id = agent_id

    def get_secret(self, secret_name: str) -> Secret:
        if secret_name not in self._secrets:
            if not _is_name(secret_name):
                raise platform_class(InvalidInput)(self._agent_id, secret_name)
            raise platform_class(SecretNotFound)(secret_name)
        value = self._secrets[secret_name]
        if value is None:
            raise platform_class(MissingAccess)(self._agent_id, secret_name)
        return value if isinstance(value, str) else dict(value)


def _is_name(text: str) -> bool:
    """Whether a vault would accept the name."""
    categories = {unicodedata.category(one) for one in text}
    printable = not any(one.startswith("C") or one in ("Zl", "Zp") for one in categories)
    return 0 < len(text) <= 128 and text == text.strip() and printable
