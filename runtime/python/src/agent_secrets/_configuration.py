"""Determines the vault, the agent and the token that a client uses."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Callable
from typing import Protocol
from urllib.parse import SplitResult, quote, urlsplit

from ._hidden import Hidden
from .exceptions import NotConfigured, quoted

Secret = str | dict[str, str]

VAULT_URL = "AGENT_SECRETS_VAULT_URL"
AGENT = "AGENT_SECRETS_AGENT"
TOKEN = "AGENT_SECRETS_AGENT_TOKEN"
TOKEN_FILE = "AGENT_SECRETS_AGENT_TOKEN_FILE"
IDENTITY = "AGENT_SECRETS_IDENTITY"
IDENTITY_TOKEN_FILE = "AGENT_SECRETS_IDENTITY_TOKEN_FILE"
IDENTITY_AUDIENCE = "AGENT_SECRETS_IDENTITY_AUDIENCE"
GITHUB_URL = "ACTIONS_ID_TOKEN_REQUEST_URL"
GITHUB_TOKEN = "ACTIONS_ID_TOKEN_REQUEST_TOKEN"
_VARIABLES = (
    VAULT_URL,
    AGENT,
    TOKEN,
    TOKEN_FILE,
    IDENTITY,
    IDENTITY_TOKEN_FILE,
    IDENTITY_AUDIENCE,
    GITHUB_URL,
    GITHUB_TOKEN,
)


class Endpoint:
    """The parsed address of a vault."""

    def __init__(self, scheme: str, host: str, port: int | None, netloc: str, base: str) -> None:
        self.scheme = scheme
        self.host = host
        self.port = port if port is not None else (443 if scheme == "https" else 80)
        self.netloc = netloc
        self._base = base
        self.path = base or "/"

    def path_of(self, agent_id: str, secret_name: str) -> str:
        return (
            f"{self._base}/v1/agents/{quote(agent_id, safe='')}/secrets/{quote(secret_name, safe='')}/value"
        )

    def path_to_sign_in(self) -> str:
        return f"{self._base}/v1/agents/sign-in"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.netloc}{self._base}"


def _endpoint_at(address: Hidden[str]) -> Endpoint | str:
    """Returns the endpoint, or the reason why a token must not be sent there."""
    url = address.reveal()
    parts = _parts_of(url)
    if parts is None or not parts.hostname:
        return (
            "The address of the vault is not an http:// or https:// address. "
            f"Set {VAULT_URL}, or pass vault_url."
        )
    if "@" in parts.netloc:
        return "The address of the vault must not contain credentials. Remove them."
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        return (
            f"The token would reach {parts.netloc} over plain HTTP, where others can read it. "
            "Use an https:// address."
        )
    return Endpoint(parts.scheme, parts.hostname, parts.port, parts.netloc, parts.path.rstrip("/"))


def _parts_of(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        parts.port  # Raises ValueError if the port is invalid.
    except ValueError:
        return None
    is_address = parts.scheme in ("http", "https") and re.fullmatch(r"[\x21-\x7e]+", url)
    return parts if is_address else None


def is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def endpoint_of(given: Hidden[str | None]) -> Endpoint:
    """:raises NotConfigured: from a frame without the address, which may contain a password"""
    if not (given.reveal() or _variable(VAULT_URL)):
        raise NotConfigured(f"The address of the vault is missing. Set {VAULT_URL}, or pass vault_url.")
    endpoint = _endpoint_at(Hidden(given.reveal() or _variable(VAULT_URL) or ""))
    if isinstance(endpoint, str):
        raise NotConfigured(endpoint)
    return endpoint


def agent_of(agent_id: str | None) -> str:
    """:raises NotConfigured:"""
    agent = agent_id or _variable(AGENT)
    if not agent:
        raise NotConfigured(f"The agent is missing. Set {AGENT}, or pass agent_id.")
    if not is_segment(agent):
        raise NotConfigured(f"{quoted(agent)} is not the id of an agent. Check {AGENT}.")
    return agent


def is_segment(text: str) -> bool:
    """Whether the string can be a URL path segment. `.` and `..` would change the path."""
    return text not in ("", ".", "..") and not re.search("[\ud800-\udfff]", text)


class TokenSource(Protocol):
    """Provides the token. Both methods raise NotConfigured if there is no usable token."""

    def current(self) -> Hidden[str]:
        ...

    def renewed(self, rejected: Hidden[str]) -> Hidden[str]:
        """Returns the token to use after the vault rejected this one. Often returns the same token."""
        ...


class Identity:
    """How a program proves its identity to the vault: with a token file, or as a GitHub Actions job."""

    def __init__(self, identity_id: str, file: str | None, github: GitHubActions | None) -> None:
        self.identity_id = identity_id
        self.file = file
        self.github = github


class GitHubActions:
    """Where a job gets its own token. The audience never comes from the vault, because a malicious vault
    could request a token that another service accepts.
    """

    def __init__(self, endpoint: Endpoint, query: str, token: Hidden[str], audience: str | None) -> None:
        self.endpoint = endpoint
        self.query = query
        self.token = token
        self.audience = audience


def token_source_of(
    given: Hidden[str | Callable[[], str] | None], sign_in: Callable[[Identity], TokenSource]
) -> TokenSource:
    """:raises NotConfigured:"""
    ask = given.reveal()
    if callable(ask):
        return _AskedToken(ask)
    del ask  # This frame is in the traceback of the errors below.
    if given.reveal() or _variable(TOKEN):
        return FixedToken(_usable(Hidden(given.reveal() or _variable(TOKEN))))
    if file := _variable(TOKEN_FILE):
        return _TokenInFile(file)
    if identity_id := _variable(IDENTITY):
        return sign_in(_identity_of(identity_id))
    raise NotConfigured(
        "The agent's token is missing. Run the program with `agent-secrets run`, "
        f"or set {TOKEN}, {TOKEN_FILE} or {IDENTITY}."
    )


def _identity_of(identity_id: str) -> Identity:
    """:raises NotConfigured:"""
    if file := _variable(IDENTITY_TOKEN_FILE):
        return Identity(identity_id, file, None)
    url, token = Hidden(_variable(GITHUB_URL)), Hidden(_variable(GITHUB_TOKEN))
    if url.reveal() is None or token.reveal() is None:
        raise NotConfigured(
            f"{IDENTITY} is set, but no token of the platform is available. Set {IDENTITY_TOKEN_FILE}, "
            "or give the job of GitHub Actions the permission id-token: write."
        )
    endpoint = _endpoint_at(Hidden(url.reveal() or ""))
    if isinstance(endpoint, str):
        raise NotConfigured(f"{GITHUB_URL} is not an https:// address.")
    query = urlsplit(url.reveal() or "").query
    github = GitHubActions(endpoint, query, Hidden(token.reveal() or ""), _variable(IDENTITY_AUDIENCE))
    return Identity(identity_id, None, github)


class FixedToken:
    def __init__(self, token: Hidden[str]) -> None:
        self._token = token

    def current(self) -> Hidden[str]:
        return self._token

    def renewed(self, rejected: Hidden[str]) -> Hidden[str]:
        return self._token


class _AskedToken:
    def __init__(self, ask: Callable[[], str]) -> None:
        self._ask = ask

    def current(self) -> Hidden[str]:
        return _usable(Hidden(self._ask()))

    def renewed(self, rejected: Hidden[str]) -> Hidden[str]:
        return _usable(Hidden(self._ask()))


class _TokenInFile:
    """Reads the file when the token is first needed, and again when the vault rejects the token."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._known: Hidden[str] | None = None

    def current(self) -> Hidden[str]:
        return self._known or self._read_again()

    def renewed(self, rejected: Hidden[str]) -> Hidden[str]:
        return self._read_again()

    def _read_again(self) -> Hidden[str]:
        self._known = _usable(self._read())
        return self._known

    def _read(self) -> Hidden[object]:
        try:
            with open(self._file, encoding="utf-8") as file:
                return Hidden(file.read(65_536).strip())
        except (OSError, ValueError):
            pass
        raise NotConfigured(
            f"The token file {quoted(self._file)} cannot be read. "
            f"Check {TOKEN_FILE} and the permissions of the file."
        )


def _usable(token: Hidden[object]) -> Hidden[str]:
    usable = _as_token(token)
    if usable is None:
        raise NotConfigured(
            "The agent's token is empty or contains a space, a line break or another character that tokens "
            "do not have. Copy the whole token again."
        )
    return usable


def _as_token(token: Hidden[object]) -> Hidden[str] | None:
    text = token.reveal()
    return Hidden(text) if isinstance(text, str) and re.fullmatch(r"[\x21-\x7e]+", text) else None


def environment() -> Hidden[tuple[str | None, ...]]:
    """Returns all environment variables that affect a client, to detect changes."""
    return Hidden(tuple(_variable(name) for name in _VARIABLES))


def _variable(name: str) -> str | None:
    """An empty variable counts as unset."""
    return os.environ.get(name) or None
