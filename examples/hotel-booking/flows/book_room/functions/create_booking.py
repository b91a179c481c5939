from _gen import *  # <AUTO GENERATED>
from functions.api_handler import ApiHandler
import requests


@func_description("Books the room that the caller has chosen")
@func_parameter("room_id", "One of the rooms that were offered")
def create_booking(conv: Conversation, flow: Flow, room_id: str):
    if room_id not in conv.state.get("rooms_offered", []):
        return "This room was not offered. Read the offer again."

    secret_name = "booking_api_live" if conv.env == "live" else "booking_api_sandbox"
    api = ApiHandler(conv, secret_name, timeout=10)
    try:
        booking = api.post("/v2/bookings", {"room": room_id, "guest": conv.state["guest"]["id"]})
    except requests.HTTPError as error:
        if error.response is not None and error.response.status_code == 409:
            flow.goto_step("offer_rooms")
            return "Someone else took the room. Offer another one."
        raise
    conv.state["booking_reference"] = booking["reference"]
    flow.goto_step("take_deposit")
    return f"The room is booked under {booking['reference']}."
