from _gen import *  # <AUTO GENERATED>
import hashlib
import hmac
import json
import requests


@func_description("Refunds a returned item")
@func_parameter("item_id", "Item on the return note")
def refund_item(conv: Conversation, flow: Flow, item_id: str):
    body = json.dumps({"order": conv.state["order"]["number"], "item": item_id}).encode()
    signing_key = conv.utils.get_secret("refunds_webhook_secret")
    signature = hmac.new(signing_key.encode(), body, hashlib.sha256).hexdigest()
    response = requests.post(
        "https://refunds.example.com/requests",
        data=body,
        headers={"Content-Type": "application/json", "X-Signature": signature},
        timeout=8,
    )
    response.raise_for_status()
    conv.exit_flow()
    return "The refund is on its way; it takes three days."
