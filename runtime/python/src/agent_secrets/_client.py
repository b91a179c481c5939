"""The client, which reads secrets from the vault, each within one deadline and without caching."""

from __future__ import annotations

import asyncio
import contextvars
import ssl
import threading
import traceback
from collections.abc import Callable

from ._answers import fields_of, is_object, pause_before_retry, problem_code, request_id_in
from ._deadline import Deadline
from ._configuration import (
    AGENT,
    VAULT_URL,
    FixedToken,
    Identity,
    Secret,
    TokenSource,
    agent_of,
    endpoint_of,
    environment,
    is_segment,
    token_source_of,
)
from ._hidden import Hidden
from ._identity import token_of_identity
from ._reads import announce
from ._transport import Answer, NoAnswer, exchange
from .exceptions import (
    AgentSecretsError,
    InvalidInput,
    MissingAccess,
    NotConfigured,
    SecretNotFound,
    Unauthenticated,
    VaultUnavailable,
    platform_class,
)

_Outcome = Hidden[Secret] | AgentSecretsError


class Client:
    """Reads one agent's secrets.

    Settings that are not passed come from the environment: `AGENT_SECRETS_VAULT_URL`, `AGENT_SECRETS_AGENT`,
    and `AGENT_SECRETS_AGENT_TOKEN` or the file `AGENT_SECRETS_AGENT_TOKEN_FILE`. If `AGENT_SECRETS_IDENTITY`
    is set instead of a token, the client signs in with the platform's token. Values are not cached, so the
    next read reflects a revocation or a rotation. Threads, tasks and forked processes can share a client.

    :param token: the agent's token, or a function that returns it and is called for every read
    :param timeout: time limit for an entire read, from getting the token to the last retry, in seconds
    :param retries: how many times a read is retried if the vault is unavailable
    :raises NotConfigured: if a setting is missing or unusable
    """

    def __init__(
        self,
        *,
        vault_url: str | None = None,
        agent_id: str | None = None,
        token: str | Callable[[], str] | None = None,
        timeout: float = 3.0,
        retries: int = 2,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        given, address = Hidden(token), Hidden(vault_url)
        del token, vault_url  # This frame is in the traceback of the errors below.
        if not 0 < timeout < float("inf"):
            raise NotConfigured("timeout must be a number of seconds above 0.")
        if retries < 0:
            raise NotConfigured("retries must be 0 or more.")
        self._endpoint = endpoint_of(address)
        self._agent_id = agent_of(agent_id)
        self._timeout = timeout
        self._retries = retries
        self._tls = _Tls(ssl_context)
        self._tokens = token_source_of(given, self._sign_in)

    @property
    def agent_id(self) -> str:
        return self._agent_id

    def get_secret(self, secret_name: str) -> Secret:
        """Returns a secret's value: a string, or a dictionary with a string for each field.

        :raises SecretNotFound, MissingAccess, InvalidInput, Unauthenticated, VaultUnavailable, NotConfigured:
        """
        outcome = self._read(secret_name, Deadline(self._timeout))
        if isinstance(outcome, AgentSecretsError):
            raise outcome
        return outcome.reveal()

    async def get_secret_async(self, secret_name: str) -> Secret:
        """Like `get_secret`, without blocking the event loop. Canceling the call closes the connection."""
        deadline = Deadline(self._timeout)
        outcome = await _in_thread(lambda: self._read(secret_name, deadline), deadline)
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome.reveal()

    def __repr__(self) -> str:
        if not hasattr(self, "_tls"):
            return "Client(not configured)"
        return f"Client(vault_url={str(self._endpoint)!r}, agent_id={self._agent_id!r})"

    def _read(self, secret_name: str, deadline: Deadline) -> _Outcome:
        """Returns errors instead of raising them, so that no traceback has frames that held a value or a
        token.
        """
        try:
            return self._read_with_retries(secret_name, deadline)
        except AgentSecretsError as error:  # Raised by the source of the token.
            return error.with_traceback(None)
        except BaseException as error:  # Such as an interrupt, which can occur anywhere.
            traceback.clear_frames(error.__traceback__)
            raise

    def _read_with_retries(self, secret_name: str, deadline: Deadline) -> _Outcome:
        if not is_segment(secret_name):
            return platform_class(InvalidInput)(self._agent_id, secret_name)
        token = self._token_within(self._tokens.current, deadline)
        if token is None:
            return self._no_token()
        path = self._endpoint.path_of(self._agent_id, secret_name)
        attempts, was_renewed = 0, False
        while True:
            answer = exchange(self._endpoint, path, token, self._tls, deadline)
            if isinstance(answer, Answer) and answer.status == 401 and not was_renewed:
                rejected = token
                renewed, was_renewed = self._token_within(lambda: self._tokens.renewed(rejected), deadline), True
                if renewed is None:
                    return self._no_token()
                if renewed.reveal() != token.reveal():
                    token = renewed
                    continue
            attempts += 1
            pause = pause_before_retry(answer, attempts)
            if attempts > self._retries or pause is None or not deadline.wait(pause):
                return self._outcome(answer, secret_name)

    def _sign_in(self, identity: Identity) -> TokenSource:
        return token_of_identity(
            identity, self._endpoint, self._tls, self._timeout, self._retries, self._problem_of_vault
        )

    def _token_within(self, ask: Callable[[], Hidden[str]], deadline: Deadline) -> Hidden[str] | None:
        """Returns None if the time is up. Getting the token may block, for example on a function or a pipe.
        """
        if isinstance(self._tokens, FixedToken):
            return ask()
        try:
            return deadline.run(ask)
        except TimeoutError:
            if deadline.is_over():
                return None
            raise

    def _no_token(self) -> VaultUnavailable:
        seconds = f"{self._timeout:g} seconds"
        message = f"The agent's token was not available within {seconds}. Check where it comes from."
        return VaultUnavailable(message, code="TimedOut")

    def _outcome(self, answer: Answer | NoAnswer, secret_name: str) -> _Outcome:
        if isinstance(answer, NoAnswer):
            return VaultUnavailable(answer.message, code=answer.code)
        body = answer.body.reveal()
        if answer.status == 200:
            value = _value_in(body)
            if value is None:
                return VaultUnavailable(self._not_a_vault(), code="BadAnswer")
            announce(value.reveal())
            return value
        return self._problem(answer.status, problem_code(body), request_id_in(body), secret_name)

    def _problem_of_vault(self, status: int, code: str | None, request_id: str | None) -> AgentSecretsError:
        """Creates the error for a problem that is not about a specific secret."""
        return self._problem(status, code, request_id, "")

    def _problem(
        self, status: int, code: str | None, request_id: str | None, secret_name: str
    ) -> AgentSecretsError:
        agent, vault = self._agent_id, f"The vault at {self._endpoint.netloc}"
        match status, code:
            case 404, "SecretNotFound":
                return platform_class(SecretNotFound)(secret_name, request_id=request_id)
            case 403, "MissingAccess":
                return platform_class(MissingAccess)(agent, secret_name, request_id=request_id)
            case 400, "InvalidInput":
                return platform_class(InvalidInput)(agent, secret_name, request_id=request_id)
            case 401, "CredentialExpired":
                message = f"{vault} rejects the token: it has expired or was revoked. Get a new one."
                return Unauthenticated(message, code="CredentialExpired", request_id=request_id)
            case 401, _:
                message = f"{vault} rejects the token. Check that it is the whole token of agent {agent}."
                return Unauthenticated(message, code="Unauthenticated", request_id=request_id)
            case 404, "NotFound":
                message = f"The token is not one of agent {agent}. Check {AGENT} and the token."
            case 403, "AddressNotAllowed":
                message = f"{vault} does not accept the token from this address. Ask an account admin to allow it."
            case 403, "VaultDisabled":
                message = "The vault is turned off for this account. Ask an account admin to turn it on."
            case 403, "Forbidden":
                message = f"The token is not an agent's, so it reads no value. Use a token of agent {agent}."
            case 403, "HostNotAllowed":
                message = f"{vault} does not answer to this host name. Check {VAULT_URL}."
            case 503, "Sealed":
                message = f"{vault} is sealed. Ask its operator to unseal it."
                return VaultUnavailable(message, code="Sealed", request_id=request_id)
            case 429, _:
                message = f"{vault} got too many requests. Try again later."
                return VaultUnavailable(message, code="TooManyRequests", request_id=request_id)
            case (502 | 503 | 504), _:
                message = f"{vault} cannot answer now. Try again later."
                return VaultUnavailable(message, code="Unavailable", request_id=request_id)
            case _ if 300 <= status < 400:
                message = f"{vault} redirects elsewhere. Set {VAULT_URL} to the vault's own address."
                return VaultUnavailable(message, code="Redirected")
            case _ if status >= 500 and code is not None:
                message = f"{vault} failed. Its log has the request {request_id or 'id'}."
                return VaultUnavailable(message, code="InternalError", request_id=request_id)
            case _:
                return VaultUnavailable(self._not_a_vault(), code="BadAnswer", request_id=request_id)
        return AgentSecretsError(message, code=code, request_id=request_id)

    def _not_a_vault(self) -> str:
        return f"What answers at {self._endpoint} is not a vault. Check {VAULT_URL}."


class _Tls:
    """Loads the system's certificates when they are first needed."""

    def __init__(self, context: ssl.SSLContext | None) -> None:
        self._context = context

    def context(self) -> ssl.SSLContext:
        if self._context is None:
            self._context = ssl.create_default_context()
        return self._context


def _value_in(body: object) -> Hidden[Secret] | None:
    value = fields_of(body).get("value")
    if isinstance(value, str):
        return Hidden(value)
    if not is_object(value):
        return None
    texts = {name: text for name, text in value.items() if isinstance(text, str)}
    return Hidden(texts) if len(texts) == len(value) else None


async def _in_thread(work: Callable[[], _Outcome], deadline: Deadline) -> _Outcome | BaseException:
    """Uses a new thread, because the event loop's pool may be busy, and its threads do not survive a fork."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[_Outcome | BaseException] = loop.create_future()

    def settle(outcome: _Outcome | BaseException) -> None:
        if not done.done():
            done.set_result(outcome)

    def run() -> None:
        try:
            outcome = work()
        except BaseException as error:
            outcome = error
        try:
            loop.call_soon_threadsafe(settle, outcome)
        except RuntimeError:
            pass  # The loop is closed.

    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(run,), name="agent-secrets", daemon=True).start()
    try:
        return await done
    except asyncio.CancelledError:
        deadline.cancel()
        raise


_default: tuple[Hidden[tuple[str | None, ...]], Client] | None = None


def get_secret(secret_name: str) -> Secret:
    """Reads with a client that is configured by the environment.

    :raises NotConfigured: if a setting is missing from the environment or unusable
    """
    return _default_client().get_secret(secret_name)


def _default_client() -> Client:
    """Returns a shared client, which is recreated when the environment changes."""
    global _default
    now = environment()
    if _default is None or _default[0].reveal() != now.reveal():
        _default = (now, Client())
    return _default[1]
