from _gen import *  # <AUTO GENERATED>
import requests


@func_description("Looks up which rooms are free for the caller's dates")
@func_parameter("arrival", "First night, as YYYY-MM-DD")
@func_parameter("nights", "How many nights the caller wants to stay")
def check_availability(conv: Conversation, arrival: str, nights: int):
    if conv.env == "live":
        secret_name = "booking_api_live"
    else:
        secret_name = "booking_api_sandbox"
    booking_api = conv.utils.get_secret(secret_name)

    try:
        response = requests.get(
            f"{booking_api['base_url']}/v2/availability",
            params={"arrival": arrival, "nights": nights},
            auth=(booking_api["client_id"], booking_api["client_secret"]),
            timeout=7,
        )
        response.raise_for_status()
    except requests.RequestException as error:
        conv.log.error("availability lookup failed", error=type(error).__name__)
        return "The booking system does not answer. Offer to take the caller's number."

    rooms = response.json()["rooms"]
    conv.state["rooms_offered"] = [room["id"] for room in rooms]
    if not rooms:
        return "No room is free on these dates. Ask for other dates."
    return {"content": "Offer these rooms.", "rooms": [room["name"] for room in rooms[:3]]}
