import requests


def track_parcel(conv, parcel: str):
    tracking_token = conv.utils.get_secret("old_tracking_token")
    answer = requests.get(
        f"https://old-tracking.example.com/parcels/{parcel}",
        headers={"Authorization": f"Bearer {tracking_token}"},
        timeout=4,
    ).json()
    return answer["status"]
