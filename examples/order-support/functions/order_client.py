from _gen import *  # <AUTO GENERATED>
import requests

ORDER_SECRETS = {
    "uk": "order_api_uk",
    "us": "order_api_us",
    "de": "order_api_de",
}


class OrderClient:
    """The order system of one country; every country has its own key."""

    def __init__(self, conv: Conversation, country: str):
        self.conv = conv
        self.country = country

    def order(self, number: str) -> dict | None:
        credentials = self.conv.utils.get_secret(ORDER_SECRETS[self.country])
        response = requests.get(
            f"https://orders.example.com/{credentials['store_id']}/orders/{number}",
            headers={"X-Api-Key": credentials["key"]},
            timeout=6,
        )
        if response.status_code == 404:
            return None
        response.raise_for_status()
        return response.json()

    def update(self, number: str, change: dict) -> dict:
        credentials = self.conv.utils.get_secret(ORDER_SECRETS[self.country])
        response = requests.patch(
            f"https://orders.example.com/{credentials['store_id']}/orders/{number}",
            json=change,
            headers={"X-Api-Key": credentials["key"]},
            timeout=6,
        )
        response.raise_for_status()
        return response.json()
