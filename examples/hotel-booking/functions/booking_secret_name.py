from _gen import *  # <AUTO GENERATED>


def booking_secret_name(conv: Conversation) -> str:
    """The booking system has a sandbox with its own credentials."""
    if conv.env == "live":
        return "booking_api_live"
    return "booking_api_sandbox"
