from _gen import *  # <AUTO GENERATED>
from functions.order_client import OrderClient


@func_description("Changes the delivery address of an order that has not left yet")
@func_parameter("street", "Street and house number")
@func_parameter("postcode", "Postcode")
def change_address(conv: Conversation, street: str, postcode: str):
    order = conv.state.get("order")
    if not order or order["status"] != "processing":
        return "The order has left already; the address cannot be changed."
    OrderClient(conv, conv.variant["country"]).update(
        order["number"], {"address": {"street": street, "postcode": postcode}}
    )
    return "The address is changed."
