from _gen import *  # <AUTO GENERATED>
import requests


@func_description("Decides whether a refund needs a second look")
def check_risk(conv: Conversation, flow: Flow):
    key = conv.utils.get_secret("fraud_check_key")
    try:
        answer = requests.post(
            "https://risk.example.com/checks",
            json={"customer": conv.state["customer_id"], "reason": "refund"},
            headers={"X-Api-Key": key},
            timeout=4,
        ).json()
    except (requests.RequestException, ValueError) as error:
        plog.error("risk check failed", error=type(error).__name__)
        flow.goto_step("ask_a_person")
        return "A colleague looks at it and calls back."
    flow.goto_step("ask_a_person" if answer["risk"] == "high" else "refund_item")
    return "Go on."
