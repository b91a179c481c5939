"""Generated: the conversation as a function sees it. Do not edit."""

from typing import Any


class SecretNotFound(Exception):
    """No secret of the account has this name."""

    def __init__(self, secret_name: str) -> None:
        super().__init__(secret_name)
        self.secret_name = secret_name


class MissingAccess(Exception):
    """The secret exists, but this agent is not on its access list."""

    def __init__(self, assistant_id: str, secret_name: str) -> None:
        super().__init__(assistant_id, secret_name)
        self.assistant_id = assistant_id
        self.secret_name = secret_name


class Utils:
    def get_secret(self, secret_name: str) -> Any:
        """The value of a secret: a string, or a dictionary of its fields."""
        raise NotImplementedError

    def extract_phone_number(self, country: str = "GB") -> str | None:
        raise NotImplementedError


class Log:
    def info(self, message: str, **fields: Any) -> None: ...

    def warning(self, message: str, **fields: Any) -> None: ...

    def error(self, message: str, **fields: Any) -> None: ...


class Conversation:
    id: str
    env: str
    """"sandbox", "pre-release" or "live"."""
    variant: dict[str, str]
    caller_number: str
    state: dict[str, Any]
    utils: Utils
    log: Log

    def say(self, utterance: str) -> None: ...

    def goto_flow(self, name: str) -> None: ...

    def exit_flow(self) -> None: ...

    def write_metric(self, name: str, value: Any = None) -> None: ...


class Flow:
    current_step: str

    def goto_step(self, name: str) -> None: ...
