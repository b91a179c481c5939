"""Reads an agent's secrets from its vault at run time."""

from ._client import Client, get_secret
from ._configuration import Secret
from .exceptions import (
    AgentSecretsError,
    InvalidInput,
    MissingAccess,
    NotConfigured,
    SecretNotFound,
    Unauthenticated,
    VaultUnavailable,
)

__all__ = [
    "AgentSecretsError",
    "Client",
    "InvalidInput",
    "MissingAccess",
    "NotConfigured",
    "Secret",
    "SecretNotFound",
    "Unauthenticated",
    "VaultUnavailable",
    "get_secret",
]
