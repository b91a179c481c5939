"""Signs in with a token from a platform such as Kubernetes or GitHub Actions, instead of a static key."""

from __future__ import annotations

import json
import os
import re
import threading
import time
from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

from ._answers import fields_of, pause_before_retry, problem_code, request_id_in
from ._configuration import IDENTITY, IDENTITY_TOKEN_FILE, Endpoint, GitHubActions, Identity, TokenSource
from ._deadline import Deadline
from ._hidden import Hidden
from ._transport import Answer, NoAnswer, Tls, exchange
from .exceptions import AgentSecretsError, NotConfigured, Unauthenticated, VaultUnavailable, quoted

_LONGEST_TOKEN = 16_384
_PART_BEFORE_REFRESH = 0.8
_PAUSE_AFTER_FAILURE = 10.0

_Problem = Callable[[int, "str | None", "str | None"], AgentSecretsError]


def token_of_identity(
    identity: Identity, endpoint: Endpoint, tls: Tls, timeout: float, retries: int, problem: _Problem
) -> TokenSource:
    return _TokenOfIdentity(_SignIn(identity, endpoint, tls, timeout, retries, problem))


class _Session:
    """A token issued by the vault, with the times at which it should be refreshed and at which it expires.
    Times are on the monotonic clock.
    """

    def __init__(self, token: Hidden[str], refresh_at: float, ends_at: float) -> None:
        self.token = token
        self.refresh_at = refresh_at
        self.ends_at = ends_at


class _TokenOfIdentity:
    """Signs in when a token is first needed, again before it expires, and whenever the vault rejects it."""

    def __init__(self, sign_in: _SignIn) -> None:
        self._sign_in = sign_in
        self._session: _Session | None = None
        self._lock, self._process = threading.Lock(), os.getpid()

    def current(self) -> Hidden[str]:
        session = self._session
        if session is None:
            return self._start(None)
        if time.monotonic() < session.refresh_at:
            return session.token
        try:
            return self._start(session.token)
        except AgentSecretsError:
            now = time.monotonic()
            if now >= session.ends_at:
                raise
            # Keeps using the token, which is still valid, because the vault may be unreachable only briefly.
            session.refresh_at = now + _PAUSE_AFTER_FAILURE
            return session.token

    def renewed(self, rejected: Hidden[str]) -> Hidden[str]:
        return self._start(rejected)

    def _start(self, instead_of: Hidden[str] | None) -> Hidden[str]:
        """One thread signs in; the others use its token."""
        if self._process != os.getpid():  # A thread of the parent process may hold the lock forever.
            self._lock, self._process = threading.Lock(), os.getpid()
        with self._lock:
            session = self._session
            old = None if instead_of is None else instead_of.reveal()
            if session is not None and session.token.reveal() != old:
                return session.token
            del old
            self._session = self._sign_in.start()
            return self._session.token


class _SignIn:
    def __init__(
        self,
        identity: Identity,
        endpoint: Endpoint,
        tls: Tls,
        timeout: float,
        retries: int,
        problem: _Problem,
    ) -> None:
        self._identity = identity
        self._endpoint = endpoint
        self._tls = tls
        self._timeout = timeout
        self._retries = retries
        self._problem = problem

    def start(self) -> _Session:
        """:raises AgentSecretsError:"""
        outcome = self._exchange(Deadline(self._timeout))
        if isinstance(outcome, AgentSecretsError):
            raise outcome
        return outcome

    def _exchange(self, deadline: Deadline) -> _Session | AgentSecretsError:
        attempts = 0
        while True:
            # Reads the token again for each attempt, because some tokens can only be used once.
            token = self._platform_token(deadline)
            if isinstance(token, AgentSecretsError):
                return token
            answer = exchange(
                self._endpoint,
                self._endpoint.path_to_sign_in(),
                None,
                self._tls,
                deadline,
                _body_of(self._identity.identity_id, token),
            )
            attempts += 1
            pause = pause_before_retry(answer, attempts)
            if attempts > self._retries or pause is None or not deadline.wait(pause):
                return self._outcome(answer)

    def _outcome(self, answer: Answer | NoAnswer) -> _Session | AgentSecretsError:
        if isinstance(answer, NoAnswer):
            return VaultUnavailable(answer.message, code=answer.code)
        body = answer.body.reveal()
        if answer.status == 201:
            session = _session_in(answer.body)
            return self._problem(200, None, None) if session is None else session
        code, request_id = problem_code(body), request_id_in(body)
        lookup = "The audit log of the vault shows why: look for the action agent.sign-in."
        if code == "SignInInvalid":
            what = "The vault does not accept the token of the platform. Check its issuer and audience."
            return Unauthenticated(f"{what} {lookup}", code=code, request_id=request_id)
        if code == "SignInRefused":
            what = f"The token of the platform does not match the identity. Check {IDENTITY}."
            return Unauthenticated(f"{what} {lookup}", code=code, request_id=request_id)
        return self._problem(answer.status, code, request_id)

    def _platform_token(self, deadline: Deadline) -> Hidden[str] | AgentSecretsError:
        if self._identity.github is not None:
            return self._github_token(self._identity.github, deadline)
        return _token_in_file(self._identity.file or "")

    def _github_token(self, github: GitHubActions, deadline: Deadline) -> Hidden[str] | AgentSecretsError:
        audience = quote(github.audience or str(self._endpoint), safe="")
        path = f"{github.endpoint.path}?{github.query}{'&' if github.query else ''}audience={audience}"
        answer = exchange(github.endpoint, path, github.token, self._tls, deadline)
        host = github.endpoint.netloc
        if isinstance(answer, NoAnswer) or answer.status >= 500:
            code = answer.code if isinstance(answer, NoAnswer) else "Unavailable"
            message = f"GitHub did not issue an identity token: {host} is unreachable or failed. Try again."
            return VaultUnavailable(message, code=code)
        if answer.status != 200:
            return NotConfigured(
                f"GitHub did not issue an identity token (status {answer.status}). "
                "Give the job the permission id-token: write."
            )
        return _usable(Hidden(fields_of(answer.body.reveal()).get("value")), "The answer of GitHub")


def _token_in_file(path: str) -> Hidden[str] | AgentSecretsError:
    try:
        with open(path, encoding="utf-8") as file:
            return _usable(Hidden(file.read(65_536).strip()), f"The file {quoted(path)}")
    except (OSError, ValueError):
        pass
    return NotConfigured(
        f"The file {quoted(path)} with the token of the platform cannot be read. "
        f"Check {IDENTITY_TOKEN_FILE} and the permissions of the file."
    )


def _usable(token: Hidden[object], where: str) -> Hidden[str] | NotConfigured:
    usable = _as_token(token)
    if usable is not None:
        return usable
    return NotConfigured(f"{where} does not hold an identity token (JWT). Check where it comes from.")


def _as_token(token: Hidden[object]) -> Hidden[str] | None:
    text = token.reveal()
    if not isinstance(text, str) or len(text) > _LONGEST_TOKEN:
        return None
    is_token = re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+", text, re.ASCII)
    return Hidden(text) if is_token else None


def _body_of(identity_id: str, token: Hidden[str]) -> Hidden[bytes]:
    return Hidden(json.dumps({"identityId": identity_id, "token": token.reveal()}).encode("ascii"))


def _session_in(body: Hidden[object]) -> _Session | None:
    fields = fields_of(body.reveal())
    token, ends = fields.get("token"), fields.get("expiresAt")
    if not isinstance(token, str) or not re.fullmatch(r"[\x21-\x7e]+", token) or not isinstance(ends, str):
        return None
    try:
        life = datetime.fromisoformat(ends.replace("Z", "+00:00")).timestamp() - time.time()
    except (ValueError, OverflowError):
        return None
    now, life = time.monotonic(), max(0.0, life)
    return _Session(Hidden(token), now + life * _PART_BEFORE_REFRESH, now + life)
