from _gen import *  # <AUTO GENERATED>
import requests


@func_description("Tells the caller how many loyalty points they have")
@func_parameter("member_number", "Ten digits, without spaces")
def loyalty_points(conv: Conversation, member_number: str):
    token = conv.utils.get_secret("loyalty_api_tokn")
    response = requests.get(
        f"https://loyalty.example.com/members/{member_number}",
        headers={"Authorization": f"Bearer {token}"},
        timeout=5,
    )
    if not response.ok:
        plog.warning("loyalty lookup failed", status=response.status_code)
        return "The points cannot be looked up right now."
    return f"The member has {response.json()['points']} points."
