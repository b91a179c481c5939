from _gen import *  # <AUTO GENERATED>
from functions.order_client import OrderClient


@func_description("Tells the caller where their order is")
@func_parameter("order_number", "Eight digits")
def order_status(conv: Conversation, order_number: str):
    order = OrderClient(conv, conv.variant["country"]).order(order_number)
    if order is None:
        return "There is no order with this number. Ask for it again."
    conv.state["order"] = {"number": order_number, "status": order["status"]}
    return f"The order is {order['status']}."
