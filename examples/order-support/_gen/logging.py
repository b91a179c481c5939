"""Generated: the platform's logger. Do not edit."""

from typing import Any


class PlatformLogger:
    def info(self, message: str, **fields: Any) -> None: ...

    def warning(self, message: str, **fields: Any) -> None: ...

    def error(self, message: str, **fields: Any) -> None: ...


plog = PlatformLogger()
