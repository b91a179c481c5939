from _gen import *  # <AUTO GENERATED>
from functions.api_handler import ApiHandler
from functions.booking_secret_name import booking_secret_name


@func_description("Gets tonight's rate of a room type")
@func_parameter("room_type", "single, double or suite")
def get_room_rates(conv: Conversation, room_type: str):
    api = ApiHandler(conv, booking_secret_name(conv))
    rates = api.get("/v2/rates", room_type=room_type)
    cheapest = min(rates["rates"], key=lambda rate: rate["amount"])
    return f"The best rate for a {room_type} is {cheapest['amount']} {cheapest['currency']}."
