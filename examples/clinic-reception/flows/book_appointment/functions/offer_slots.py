from _gen import *  # <AUTO GENERATED>
from functions.scheduling import Scheduling


@func_description("Offers free slots of a doctor")
@func_parameter("doctor", "Family name of the doctor")
@func_parameter("day", "As YYYY-MM-DD")
def offer_slots(conv: Conversation, flow: Flow, doctor: str, day: str):
    slots = Scheduling(conv).free_slots(doctor, day)
    if not slots:
        return "Nothing is free on that day. Ask for another one."
    conv.state["slots"] = slots[:3]
    return {"content": "Offer these times.", "slots": slots[:3]}
