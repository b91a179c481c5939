from _gen import *  # <AUTO GENERATED>
from functions.api_handler import ApiHandler
from functions.booking_secret_name import booking_secret_name


@func_description("Cancels the booking of the caller")
@func_parameter("reference", "Reference of the booking, e.g. HB-1042")
def cancel_booking(conv: Conversation, flow: Flow, reference: str):
    answer = ApiHandler(conv, booking_secret_name(conv)).post(
        f"/v2/bookings/{reference}/cancel", {"by": "guest"}
    )
    conv.write_metric("BOOKING_CANCELLED")
    conv.exit_flow()
    if answer.get("fee"):
        return f"Cancelled; a fee of {answer['fee']} applies."
    return "Cancelled without a fee."
