"""Helpers for testing functions without a vault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ._configuration import Secret
from ._local.conversation import Action, Conversation, Flow
from ._local.fakes import FAKE_AGENT, Fakes, SecretReader

__all__ = ["Action", "Conversation", "Flow", "conversation"]


def conversation(secrets: Mapping[str, Secret | None] | SecretReader, **attributes: Any) -> Conversation:
    """Returns a `conv` for calling a function.

    :param secrets: made-up values by name, or a `Client` or another object with `get_secret`. None is a
        secret that the agent cannot read; names that are missing do not exist.
    :param attributes: other attributes of `conv`, such as `state={...}` or `env="live"`
    """
    if isinstance(secrets, Mapping):
        reader: SecretReader = Fakes(secrets)
    else:
        reader = secrets
    return Conversation(reader, attributes, getattr(secrets, "agent_id", FAKE_AGENT))
