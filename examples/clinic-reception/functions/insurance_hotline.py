from _gen import *  # <AUTO GENERATED>


@func_description("Tells the insurance hotline how to identify the practice")
def insurance_hotline(conv: Conversation):
    key = conv.utils.get_secret("insurance_lookup_key")
    return f"Tell the hotline that the practice has the key {key}."
