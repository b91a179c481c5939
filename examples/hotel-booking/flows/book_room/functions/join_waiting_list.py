from _gen import *  # <AUTO GENERATED>
from functions.api_handler import ApiHandler


@func_description("Puts the caller on the waiting list of the live system")
@func_parameter("arrival", "First night, as YYYY-MM-DD")
def join_waiting_list(conv: Conversation, flow: Flow, arrival: str):
    entry = ApiHandler(conv, "booking_api_live").post(
        "/v2/waiting-list", {"arrival": arrival, "phone": conv.caller_number}
    )
    conv.exit_flow()
    return f"The caller is number {entry['position']} on the list."
