"""Values are masked in every form in which they may be written."""

from __future__ import annotations

import base64
import json
import random
from urllib.parse import quote, quote_plus, urlencode

import pytest

from agent_secrets._local.masking import MASK, MaskedStream, Masks
from agent_secrets._local.written_forms import written_forms

VALUE = 'not-a-real/key+with "all" kinds\\ & ünicode='


def masks_of(*values: str) -> Masks:
    masks = Masks()
    for value in values:
        masks.add(value)
    return masks


@pytest.mark.parametrize(
    "text",
    [
        VALUE,
        f"Bearer {VALUE}!",
        repr(VALUE),
        ascii(VALUE),
        repr({"key": VALUE}),
        json.dumps(VALUE),
        json.dumps({"key": VALUE}, ensure_ascii=False),
        quote(VALUE),
        quote(VALUE, safe=""),
        quote_plus(VALUE),
        urlencode({"key": VALUE}),
        VALUE.encode().hex(),
        base64.b64encode(VALUE.encode()).decode(),
        base64.urlsafe_b64encode(VALUE.encode()).decode(),
        base64.b64encode(f"user:{VALUE}".encode()).decode(),
        base64.b64encode(f"me:{VALUE}".encode()).decode(),
        base64.b64encode(f"u:{VALUE}:more".encode()).decode(),
        base64.encodebytes((VALUE * 1).encode()).decode(),
    ],
)
def test_forms(text: str) -> None:
    masked = masks_of(VALUE).mask(text)
    assert MASK in masked
    for form in written_forms(VALUE):
        assert form.decode() not in masked


def test_every_line_of_a_value_is_masked() -> None:
    pem = "-----BEGIN KEY-----\nnot-a-real-line-1\nnot-a-real-line-2\n-----END KEY-----\n"
    assert masks_of(pem).mask("got not-a-real-line-2 here") == f"got {MASK} here"


def test_fields_of_a_dictionary_are_masked() -> None:
    masks = Masks()
    masks.add({"id": "not-a-real-id", "key": "not-a-real-key"})
    assert masks.mask("not-a-real-id, not-a-real-key") == f"{MASK}, {MASK}"


def test_short_values_are_left() -> None:
    assert masks_of("", "1", "eu", "abc").mask("1 abc eu") == "1 abc eu"


def test_values_that_overlap_are_one_mask() -> None:
    assert masks_of("abcdef", "defghi").mask("<abcdefghi>") == f"<{MASK}>"


def test_a_stream_is_masked_wherever_it_is_cut() -> None:
    masks = masks_of(VALUE, "not-a-real-other", "aaaa")
    text = f"x{VALUE}y not-a-real-other not-a-real- aaa aaaaaaa not-a-real-othe"
    expected = masks.mask(text)
    data = text.encode()
    lots = random.Random(20261122)
    for _ in range(200):
        stream = MaskedStream(masks)
        cuts = sorted(lots.randrange(len(data)) for _ in range(lots.randrange(1, 20)))
        chunks = [data[start:end] for start, end in zip([0, *cuts], [*cuts, len(data)], strict=True)]
        written = b"".join(map(stream.write, chunks)) + stream.end()
        assert written.decode() == expected


def test_what_begins_no_value_is_passed_on_immediately() -> None:
    stream = MaskedStream(masks_of("secret-value"))
    assert stream.write(b"Number: ") == b"Number: "
    assert stream.write(b"a sec") == b"a "
    assert stream.write(b"ond") == b"second"
