"""Test functions without a vault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ._configuration import Secret
from ._local.conversation import Action, Conversation, Flow
from ._local.fakes import FAKE_AGENT, Fakes, SecretReader

__all__ = ["Action", "Conversation", "Flow", "conversation"]


def conversation(secrets: Mapping[str, Secret | None] | SecretReader, **attributes: Any) -> Conversation:
    """A `conv` to call a function with.

    :param secrets: names and made-up values, where None is a secret that the agent cannot read and a name
        that is missing does not exist; or a `Client`, or anything else with `get_secret`
    :param attributes: what the function finds in `conv`, e.g. `state={...}` or `env="live"`
    """
    if isinstance(secrets, Mapping):
        reader: SecretReader = Fakes(secrets)
    else:
        reader = secrets
    return Conversation(reader, attributes, getattr(secrets, "agent_id", FAKE_AGENT))
