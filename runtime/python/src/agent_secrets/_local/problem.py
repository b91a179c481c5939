"""The error for a function that cannot be run."""


class CannotRun(Exception):
    """The message is one sentence for the user."""
