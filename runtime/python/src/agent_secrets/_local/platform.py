"""Provides the platform's modules that functions import: the project's own, or replacements for them."""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.util
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

from .. import exceptions
from .._configuration import Secret
from ..exceptions import NotConfigured
from .conversation import Conversation, Flow, Log
from .fakes import SecretReader
from .names import Name, Names, public_names
from .placeholders import placeholder

GENERATED = "_gen"

# Names that every project has. Used if the generated modules are not on this machine.
_ALWAYS = (
    "Address AgentResponse ApiExecutor Attachment CartesiaVoice CurrencyConfig CustomVoice DateConfig "
    "ElevenLabsVoice EmailConfig Emotion EmotionIntensity EmotionKind Entities EnumConfig EntityType "
    "FreeTextConfig FunctionExecutor GoogleVoice HumeVoice Integrations MetricEvent MinimaxVoice NameConfig "
    "NumberConfig NumericConfig OutgoingSMS OutgoingSMSTemplate PhoneNumberConfig PlayHTVoice QuantityConfig "
    "RimeVoice SMSReceived SMSTemplate State TTSVoice TimeConfig Transition UserInput Utils Variant VoiceType "
    "VoiceWeighting"
).split()
_ALWAYS_ERRORS = ("MissingTemplate", "SMSIntegrationNotFound", "SMSMissingAssistantAccess")
_DECORATORS = ("func_description", "func_latency_control", "func_parameter")
_ERRORS = ("InvalidInput", "MissingAccess", "SecretNotFound")
_READERS = ("get_secret_vault_custom_secret", "secret_vault")
_LOADED_SINGLY = ("decorators", "secret_vault")

_VAULT_MODULE = re.compile(r"(?:^|\.)(?:secret_vault|functions\.builtin)$|^(?:.+\.)?utils$")
_FUNCTION_FILES = ("*.py", "functions/**/*.py", "flows/**/*.py")
_IMPORT = re.compile(r"^[ \t]*(?:from|import)[ \t]+([\w.]+)", re.MULTILINE)


class Platform:
    """Makes an agent's files importable in the same way as the platform."""

    def __init__(self) -> None:
        self._reader: SecretReader | None = None
        self.log = Log()

    def read_from(self, reader: SecretReader | None) -> None:
        """Sets where functions such as `secret_vault`, which use no conversation, read secrets."""
        self._reader = reader

    def secret_vault(self, secret_name: str) -> Secret:
        """The older way to read a secret."""
        if self._reader is None:
            raise NotConfigured("No secrets are known here. Use the fixture conv or fake_secrets.")
        return self._reader.get_secret(secret_name)

    def provide(self, root: Path) -> None:
        if str(root) not in sys.path:
            sys.path.insert(0, str(root))
        if not self._import_generated(root):
            sys.meta_path.insert(0, _GeneratedFinder(root / GENERATED, self))
        self._overlay()
        sys.meta_path.append(_VaultFinder(self, _vault_modules_of(root)))

    def values(self) -> dict[str, Any]:
        """Returns everything that works here, by its name on the platform."""
        return {
            **{name: getattr(exceptions, name) for name in _ERRORS},
            **dict.fromkeys(_DECORATORS, _decorator),
            **dict.fromkeys(_READERS, self.secret_vault),
            "Conversation": Conversation,
            "Flow": Flow,
            "plog": self.log,
        }

    def _import_generated(self, root: Path) -> bool:
        if not (root / GENERATED).is_dir():
            return False
        try:
            importlib.import_module(GENERATED)
            return True
        except Exception:
            # The modules were generated for another Python version, or need a package that is not installed.
            for name in [one for one in sys.modules if _is_generated(one)]:
                del sys.modules[name]
            return False

    def _overlay(self) -> None:
        """Replaces generated functions that do nothing with ones that log and read."""
        working = {"plog": self.log, **dict.fromkeys(_READERS, self.secret_vault)}
        for module in [module for name, module in sys.modules.items() if _is_generated(name)]:
            for name, value in working.items():
                if name in vars(module) and not isinstance(vars(module)[name], ModuleType):
                    setattr(module, name, value)


def _decorator(*_: Any, **__: Any) -> Callable[[Any], Any]:
    return lambda function: function


def _is_generated(module: str) -> bool:
    return module == GENERATED or module.startswith(f"{GENERATED}.")


class _StandIn(ModuleType):
    """A module that has every name. Names that do not work here are placeholders."""

    def __init__(self, name: str, values: dict[str, Any]) -> None:
        super().__init__(name)
        self.__path__ = []
        self.__dict__.update(values)
        self.__all__ = [one for one in values if not one.startswith("_")]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = placeholder(name)
        setattr(self, name, made)
        return made


class _GeneratedFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds `_gen` and its modules for a project whose generated modules cannot be imported here."""

    def __init__(self, folder: Path, platform: Platform) -> None:
        self._folder = folder
        self._platform = platform

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return ModuleSpec(fullname, self, is_package=True) if _is_generated(fullname) else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        values = self._platform.values()
        module = spec.name.removeprefix(GENERATED).removeprefix(".")
        for single in _LOADED_SINGLY:
            if module in ("", single):
                values |= _run_alone(self._folder / f"{single}.py")
        values |= {name: self._platform.values()[name] for name in ("plog", *_READERS)}
        if module:
            return _StandIn(spec.name, values)
        return _StandIn(spec.name, {**_others(public_names(self._folder), values), **values})

    def exec_module(self, module: ModuleType) -> None:
        pass


def _run_alone(file: Path) -> dict[str, Any]:
    """Returns the project's own exceptions and decorators, if their file runs without the other modules."""
    spec = importlib.util.spec_from_file_location(f"{GENERATED}.{file.stem}", file)
    if spec is None or spec.loader is None or not file.is_file():
        return {}
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception:
        return {}
    kept = (*_DECORATORS, *_ERRORS)
    return {name: value for name, value in vars(module).items() if name in kept}


def _others(names: Names, known: dict[str, Any]) -> dict[str, Any]:
    everything: Names = {
        **{name: Name() for name in _ALWAYS},
        **{name: Name(is_error=True) for name in _ALWAYS_ERRORS},
        **names,
    }
    return {name: _value_of(name, one) for name, one in everything.items() if name not in known}


def _value_of(name: str, one: Name) -> Any:
    """Imports modules and names from other packages, because functions use them."""
    found = None if one.module is None else _imported(one.module)
    return placeholder(name, one.is_error) if found is None else found


def _imported(dotted: str) -> Any:
    """Returns a module, or the attribute of a module."""
    module, _, attribute = dotted.rpartition(".")
    try:
        return importlib.import_module(dotted)
    except Exception:
        pass
    try:
        return getattr(importlib.import_module(module), attribute)
    except Exception:
        return None


class _VaultModule(ModuleType):
    """`from utils import secret_vault` imports this module, and callers call it."""

    def __init__(self, name: str, platform: Platform) -> None:
        super().__init__(name)
        self.__path__ = []
        self._read = platform.secret_vault
        self.__dict__.update(platform.values())
        if name.endswith(".secret_vault") or name == "secret_vault":
            return
        self.__dict__["secret_vault"] = _VaultModule(f"{name}.secret_vault", platform)

    def __call__(self, secret_name: str) -> Secret:
        return self._read(secret_name)


class _VaultFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds modules that only the platform has. Comes last, so that the project's own take precedence."""

    def __init__(self, platform: Platform, names: Iterable[str]) -> None:
        self._platform = platform
        self._names = frozenset(names)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return ModuleSpec(fullname, self, is_package=True) if fullname in self._names else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        if spec.name == "plog":
            log = self._platform.log
            module = ModuleType(spec.name)
            module.__dict__.update(
                {name: getattr(log, name) for name in dir(log) if not name.startswith("_")}
            )
            return module
        return _VaultModule(spec.name, self._platform)

    def exec_module(self, module: ModuleType) -> None:
        pass


def _vault_modules_of(root: Path) -> set[str]:
    """Returns the modules that the agent's files import to read secrets, and their parent packages."""
    found = {"plog"}
    for file in (one for pattern in _FUNCTION_FILES for one in root.glob(pattern)):
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, ValueError):
            continue
        for module in _IMPORT.findall(text):
            if not module.startswith(".") and _VAULT_MODULE.search(module):
                parts = module.split(".")
                found.update(".".join(parts[: count + 1]) for count in range(len(parts)))
    return found
