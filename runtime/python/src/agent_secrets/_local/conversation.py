"""The conversation from a function's point of view."""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, NoReturn, cast

from .._configuration import Secret
from .fakes import SecretReader

# These actions would have visible effects in a real call. Here they are only recorded and logged.
_ACTIONS = frozenset(
    {
        "add_attachments",
        "call_handoff",
        "clear_asr_biasing",
        "discard_recording",
        "exit_flow",
        "goto_csat_flow",
        "goto_flow",
        "log_api_response",
        "randomize_voice",
        "say",
        "send_content_template",
        "send_email",
        "send_sms",
        "send_sms_template",
        "send_whatsapp",
        "set_asr_biasing",
        "set_csat_eligibility",
        "set_csat_phone_number",
        "set_csat_score",
        "set_csat_survey_entered",
        "set_language",
        "set_response_suggestions",
        "set_variant",
        "set_voice",
        "write_metric",
    }
)


class Action(NamedTuple):
    """An action that the function requested from the platform, such as `conv.write_metric("SMS_SENT")`."""

    name: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]

    def __str__(self) -> str:
        given = [*map(repr, self.args), *(f"{name}={value!r}" for name, value in self.kwargs.items())]
        return f"{self.name}({', '.join(given)})"


class State(dict[str, Any]):
    """A dictionary whose keys can also be used as attributes. A missing attribute is None."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.get(name)

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value


class Log:
    """Writes to standard error."""

    def info(self, content: object, is_pii: bool = False, **fields: Any) -> None:
        self._write("info", content, fields)

    def warning(self, content: object, is_pii: bool = False, **fields: Any) -> None:
        self._write("warning", content, fields)

    def error(self, content: object, is_pii: bool = False, **fields: Any) -> None:
        self._write("error", content, fields)

    def debug(self, content: object, is_pii: bool = False, **fields: Any) -> None:
        self._write("debug", content, fields)

    warn = warning
    exception = error
    critical = error

    def tmp_bind(self, **_: Any) -> Callable[[Any], Any]:
        return lambda function: function

    def _write(self, level: str, content: object, fields: Mapping[str, Any]) -> None:
        shown = "".join(f" {name}={value!r}" for name, value in fields.items())
        print(f"{level}: {content}{shown}", file=sys.stderr)


class Utils:
    def __init__(self, secrets: SecretReader, results: Mapping[str, Any]) -> None:
        self._secrets = secrets
        self._results = results

    def get_secret(self, secret_name: str) -> Secret:
        return self._secrets.get_secret(secret_name)

    def __getattr__(self, name: str) -> Any:
        """Returns a method that returns the given result for this name."""
        results: Mapping[str, Any] = self.__dict__.get("_results", {})
        if name not in results:
            _unknown(f"conv.utils.{name}", json.dumps({"utils": {name: "what it returns"}}))

        def give(*_: Any, **__: Any) -> Any:
            return results[name]

        return give


class Conversation:
    """The parts of a conversation that functions use: `utils`, `state`, `log`, `env`, and any given
    attributes.

    `actions` lists what the function requested from the platform, in order.
    """

    utils: Utils
    state: State
    log: Log
    actions: list[Action]

    def __init__(self, secrets: SecretReader, attributes: Mapping[str, Any], agent_id: str) -> None:
        given = dict(attributes)
        self.actions = []
        self.utils = Utils(secrets, _mapping(given.pop("utils", {}), "utils"))
        self.state = State(_mapping(given.pop("state", {}), "state"))
        self.log = Log()
        defaults: dict[str, Any] = {
            "id": str(uuid.uuid4()),
            "account_id": "local",
            "project_id": agent_id,
            "env": "sandbox",
            "channel_type": "VOICE",
            "caller_number": "+15550100",
            "callee_number": "+15550199",
            "language": "en",
            "variant": {},
            "entities": {},
            "sip_headers": {},
            "integration_attributes": {},
            "history": [],
            "current_flow": None,
            "current_step": None,
        }
        for name, value in {**defaults, **given}.items():
            setattr(self, name, _as_state(value))

    def __getattr__(self, name: str) -> Any:
        if name in _ACTIONS:
            return self._action(f"conv.{name}", name)
        _unknown(f"conv.{name}", json.dumps({name: "…"}, ensure_ascii=False))

    def _action(self, shown: str, name: str) -> Callable[..., None]:
        def act(*args: Any, **kwargs: Any) -> None:
            self.actions.append(Action(name, args, kwargs))
            print(Action(shown, args, kwargs), file=sys.stderr)

        return act

    def flow(self) -> Flow:
        return Flow(self)


class Flow:
    """The flow that the called function belongs to."""

    def __init__(self, conv: Conversation) -> None:
        self._conv = conv
        self.current_step = conv.current_step

    def goto_step(self, step_name: str, label: str | None = None) -> None:
        given = (step_name,) if label is None else (step_name, label)
        self._conv.actions.append(Action("goto_step", given, {}))
        print(Action("flow.goto_step", given, {}), file=sys.stderr)

    def __getattr__(self, name: str) -> Any:
        _unknown(f"flow.{name}", None)


def _mapping(value: object, name: str) -> Mapping[str, Any]:
    if isinstance(value, dict):
        return cast("dict[str, Any]", value)
    raise TypeError(f"{name} of a conversation must be a dictionary.")


def _as_state(value: Any) -> Any:
    """Allows `conv.variant.city` as well as `conv.variant["city"]`."""
    return State(cast("dict[str, Any]", value)) if isinstance(value, dict) else value


def _unknown(what: str, example: str | None) -> NoReturn:
    message = f"{what} is not known outside of a call."
    if example is not None:
        message += f" Give it with --conv FILE, a JSON file such as {example}, or to conversation()."
    raise AttributeError(message)
