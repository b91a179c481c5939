"""Stands in for a vault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from .._configuration import Secret
from ..exceptions import MissingAccess, SecretNotFound, platform_class

FAKE_AGENT = "FAKE-AGENT"


class SecretReader(Protocol):
    def get_secret(self, secret_name: str) -> Secret:
        ...


class Fakes:
    """Reads made-up values: None is a secret that exists and that the agent cannot read."""

    def __init__(self, secrets: Mapping[str, Secret | None], agent_id: str = FAKE_AGENT) -> None:
        self._secrets = secrets
        self._agent_id = agent_id

    def get_secret(self, secret_name: str) -> Secret:
        if secret_name not in self._secrets:
            raise platform_class(SecretNotFound)(secret_name)
        value = self._secrets[secret_name]
        if value is None:
            raise platform_class(MissingAccess)(self._agent_id, secret_name)
        return value if isinstance(value, str) else dict(value)
