from _gen import *  # <AUTO GENERATED>
import requests

courier_key = None


@func_description("Tells which contract the shop has with a courier")
@func_parameter("country", "Country of the parcel: uk, de or fr")
def courier_contract(conv: Conversation, country: str):
    global courier_key
    courier_key = courier_key or conv.utils.get_secret("shipping_api_key")
    partners = {"uk": "order_api_uk", "de": "order_api_de", "fr": "order_api_fr"}
    partner = conv.utils.get_secret(partners[country])
    response = requests.get(
        f"https://couriers.example.com/contracts/{partner['store_id']}",
        headers={"X-Api-Key": courier_key},
        timeout=6,
    )
    response.raise_for_status()
    return response.json()
