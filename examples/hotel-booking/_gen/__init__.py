"""Generated: the types that functions are written against. Do not edit."""

from _gen.conversation import Conversation, Flow
from _gen.decorators import func_description, func_latency_control, func_parameter
from _gen.logging import plog

__all__ = ["Conversation", "Flow", "func_description", "func_latency_control", "func_parameter", "plog"]
