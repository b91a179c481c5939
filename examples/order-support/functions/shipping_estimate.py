from _gen import *  # <AUTO GENERATED>
import requests


@func_description("Tells when a parcel arrives")
@func_parameter("tracking_number", "Number on the shipping note")
def shipping_estimate(conv: Conversation, tracking_number: str):
    key = conv.utils.get_secret("shiping_api_key")
    parcel = requests.get(
        f"https://parcels.example.com/v1/{tracking_number}",
        headers={"X-Api-Key": key},
        timeout=4,
    )
    if parcel.status_code == 404:
        return "The carrier does not know this number yet. It takes a day."
    parcel.raise_for_status()
    return f"The parcel arrives on {parcel.json()['expected_on']}."
