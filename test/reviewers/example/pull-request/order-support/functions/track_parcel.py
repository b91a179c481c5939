import requests


def track_parcel(conv, parcel: str):
    shipping_key = conv.utils.get_secret("shipping_api_key")
    answer = requests.get(
        f"https://shipping.example.com/parcels/{parcel}",
        headers={"X-Api-Key": shipping_key},
        timeout=4,
    ).json()
    return answer["status"]
