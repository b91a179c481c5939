from _gen import *  # <AUTO GENERATED>
import requests

BOOKING_SECRETS = {"live": "booking_api_live", "sandbox": "booking_api_sandbox"}


@func_description("Moves a booking to other dates")
@func_parameter("reference", "Reference of the booking, e.g. HB-1042")
@func_parameter("arrival", "New first night, as YYYY-MM-DD")
def move_booking(conv: Conversation, flow: Flow, reference: str, arrival: str):
    credentials = conv.utils.get_secret(BOOKING_SECRETS[conv.env])
    response = requests.patch(
        f"{credentials['base_url']}/v2/bookings/{reference}",
        json={"arrival": arrival},
        auth=(credentials["client_id"], credentials["client_secret"]),
        timeout=7,
    )
    if response.status_code == 409:
        return "The hotel is full on that date. Ask for another one."
    response.raise_for_status()
    conv.exit_flow()
    return "The booking is moved."
