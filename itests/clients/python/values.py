"""What the programs here send to and fro: values of every kind that WAMP has."""

ARGUMENTS = [
    None,
    True,
    False,
    0,
    255,
    256,
    -1,
    -129,
    65536,
    2**31,
    2**53 - 1,
    1 - 2**53,
    1.5,
    -0.25,
    1e-7,
    "",
    "plain",
    "grüße, 世界 😀",
    [],
    {},
    [[1, [{}]], {"a": {"b": [None]}}],
]
BINARY = [b"", b"\x00\xff\x80", bytes(range(256))]
KEYWORDS = {"ü": "😀", "empty": [], "inner": {"list": [1, 2.5, None]}}
