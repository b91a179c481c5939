from _gen import *  # <AUTO GENERATED>
import requests


@func_description("Tells the weather forecast at the hotel")
@func_parameter("day", "Day of the forecast, as YYYY-MM-DD")
def weather_on_arrival(conv: Conversation, day: str):
    fetch = conv.utils.get_secret
    key = fetch("weather_api_key")
    try:
        forecast = requests.get(
            "https://weather.example.com/forecast",
            params={"place": conv.variant["city"], "day": day, "key": key},
            timeout=3,
        ).json()
    except (requests.RequestException, ValueError):
        return "No forecast is available."
    return f"{forecast['summary']}, {forecast['high']} degrees."
