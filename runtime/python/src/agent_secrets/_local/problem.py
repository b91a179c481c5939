"""Why nothing could be run."""


class CannotRun(Exception):
    """Its message is one sentence for the person."""
