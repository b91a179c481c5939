"""Generated: what the model is told about a function. Do not edit."""

from collections.abc import Callable
from typing import TypeVar

Function = TypeVar("Function", bound=Callable[..., object])


def func_description(text: str) -> Callable[[Function], Function]:
    return lambda function: function


def func_parameter(name: str, text: str) -> Callable[[Function], Function]:
    return lambda function: function


def func_latency_control(delay_before_responses_start: int = 0) -> Callable[[Function], Function]:
    return lambda function: function
