"""Sessions that the load generator cannot play: they join over WebSocket, subscribe, and then only read what comes."""

import base64
import json
import os
import selectors
import socket
import struct
import threading
import time
import urllib.parse

SUBPROTOCOL = {"json": "wamp.2.json", "msgpack": "wamp.2.msgpack", "cbor": "wamp.2.cbor"}
HELLO, WELCOME, SUBSCRIBE, SUBSCRIBED = 1, 2, 32, 33
AT_ONCE = 64


def msgpack(value):
    """Small whole numbers, texts, lists and objects: all that HELLO and SUBSCRIBE need."""
    if isinstance(value, int):
        return struct.pack(">BI", 0xCE, value)
    if isinstance(value, str):
        return struct.pack(">BH", 0xDA, len(value)) + value.encode()
    if isinstance(value, dict):
        return struct.pack(">BH", 0xDE, len(value)) + b"".join(msgpack(k) + msgpack(v) for k, v in value.items())
    return struct.pack(">BH", 0xDC, len(value)) + b"".join(map(msgpack, value))


def cbor(value):
    if isinstance(value, int):
        return struct.pack(">BI", 0x1A, value)
    if isinstance(value, str):
        return struct.pack(">BH", 0x79, len(value)) + value.encode()
    if isinstance(value, dict):
        return struct.pack(">BH", 0xB9, len(value)) + b"".join(cbor(k) + cbor(v) for k, v in value.items())
    return struct.pack(">BH", 0x99, len(value)) + b"".join(map(cbor, value))


ENCODE = {"json": lambda value: json.dumps(value).encode(), "msgpack": msgpack, "cbor": cbor}


def message_type(payload):
    """The first element: [ , an array of at most 15 (0x9N) or 23 elements (0x8N), then a number below 128."""
    if payload[:1] == b"[":
        return int(payload[1:].split(b",")[0])
    return payload[2] if payload[1] in (0x18, 0xCC) else payload[1]


class Session:
    """One joined session. Its mask is zero, which RFC 6455 allows and which costs nothing here."""

    def __init__(self, url, serializer):
        target = urllib.parse.urlsplit(url)
        self.encode = ENCODE[serializer]
        self.binary = serializer != "json"
        self.socket = socket.create_connection((target.hostname, target.port), timeout=30)
        self.rest = b""
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET {target.path or '/'} HTTP/1.1\r\nHost: {target.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Protocol: {SUBPROTOCOL[serializer]}\r\n\r\n".encode()
        )
        while b"\r\n\r\n" not in self.rest:
            self.more()
        head, self.rest = self.rest.split(b"\r\n\r\n", 1)
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise ConnectionError(head.decode())
        self.send([HELLO, "realm1", {"roles": {"subscriber": {}}}])
        self.expect(WELCOME)

    def more(self):
        octets = self.socket.recv(1 << 16)
        if not octets:
            raise ConnectionError("the router closed a session that was held")
        self.rest += octets

    def send(self, message):
        payload = self.encode(message)
        size = bytes([0x80 | len(payload)]) if len(payload) < 126 else struct.pack(">BH", 0x80 | 126, len(payload))
        self.socket.sendall(bytes([0x82 if self.binary else 0x81]) + size + bytes(4) + payload)

    def expect(self, wanted):
        while True:
            while len(self.rest) < 2 or len(self.rest) < self.frame()[1]:
                self.more()
            start, end = self.frame()
            payload, self.rest = self.rest[start:end], self.rest[end:]
            if message_type(payload) != wanted:
                raise ConnectionError(f"{wanted} was awaited, and {payload[:200]!r} came")
            return

    def frame(self):
        """Where the payload of the first frame begins and ends; frames of more than 64 KiB are not awaited here."""
        size = self.rest[1]
        if size < 126:
            return 2, 2 + size
        if len(self.rest) < 4:
            return 4, 4
        return 4, 4 + struct.unpack_from(">H", self.rest, 2)[0]

    def subscribe(self, uris, **options):
        for begin in range(0, len(uris), AT_ONCE):
            part = uris[begin : begin + AT_ONCE]
            for number, uri in enumerate(part):
                self.send([SUBSCRIBE, begin + number + 1, options, uri])
            for _ in part:
                self.expect(SUBSCRIBED)


class Held:
    """Sessions that are kept, and read by a thread, until the block ends. ``octets`` counts what came."""

    def __init__(self):
        self.sessions = []
        self.octets = 0
        self.lost = 0
        self.ended = False
        self.thread = threading.Thread(target=self.read, daemon=True)

    def join(self, url, serializer="json"):
        session = Session(url, serializer)
        self.sessions.append(session)
        return session

    def __enter__(self):
        return self

    def start(self):
        self.thread.start()

    def read(self):
        waiting = selectors.DefaultSelector()
        for session in self.sessions:
            waiting.register(session.socket, selectors.EVENT_READ, session)
        place = bytearray(1 << 20)
        while not self.ended:
            for key, _ in waiting.select(0.2):
                count = key.fileobj.recv_into(place)
                self.octets += count
                if count == 0:
                    self.lost += 1
                    waiting.unregister(key.fileobj)
            time.sleep(0.002)  # many frames at once: the reader must not take a core from the router

    def __exit__(self, *_):
        self.ended = True
        if self.thread.ident is not None:
            self.thread.join()
        for session in self.sessions:
            session.socket.close()
