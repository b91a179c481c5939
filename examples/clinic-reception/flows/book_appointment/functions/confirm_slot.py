from _gen import *  # <AUTO GENERATED>
from functions.scheduling import Scheduling
from functions.translate import translate


@func_description("Books the time the patient has chosen")
@func_parameter("doctor", "Family name of the doctor")
@func_parameter("starts_at", "One of the times that were offered")
def confirm_slot(conv: Conversation, flow: Flow, doctor: str, starts_at: str):
    if starts_at not in conv.state.get("slots", []):
        return "This time was not offered. Read the times again."
    conv.state["appointment_id"] = Scheduling(conv).book(doctor, starts_at, conv.state["patient_id"])
    flow.goto_step("send_reminder")
    return translate(conv, f"You are booked for {starts_at}.", conv.variant.get("language", "en"))
