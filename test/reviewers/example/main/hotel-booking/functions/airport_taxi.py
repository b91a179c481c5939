import requests


def airport_taxi(conv, flight: str):
    taxi_key = conv.utils.get_secret("taxi_api_key")
    requests.post(
        "https://taxi.example.com/rides",
        json={"flight": flight},
        headers={"X-Api-Key": taxi_key},
        timeout=4,
    )
    return "A taxi is booked."
