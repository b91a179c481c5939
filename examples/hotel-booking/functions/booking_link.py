from _gen import *  # <AUTO GENERATED>
import hashlib
import hmac


@func_description("Makes the link with which the caller can change their booking")
@func_parameter("booking_reference", "Reference of the booking, e.g. HB-1042")
def booking_link(conv: Conversation, booking_reference: str):
    key = conv.utils.get_secret("booking_link_key")
    signature = hmac.new(key.encode(), booking_reference.encode(), hashlib.sha256).hexdigest()
    return f"https://hotel.example.com/bookings/{booking_reference}?signature={signature[:16]}"
