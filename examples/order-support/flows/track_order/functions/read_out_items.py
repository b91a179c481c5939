from _gen import *  # <AUTO GENERATED>
from functions.order_client import OrderClient


@func_description("Reads out what is in the parcel")
def read_out_items(conv: Conversation, flow: Flow):
    order = OrderClient(conv, country="uk").order(conv.state["order"]["number"])
    if not order or not order["items"]:
        flow.goto_step("ask_order_number")
        return "Nothing was found. Ask for the number again."
    names = ", ".join(item["name"] for item in order["items"])
    return f"In the parcel: {names}."
