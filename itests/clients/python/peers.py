"""Sessions of autobahn-python on asyncio, over each transport that the router has."""

import asyncio
import os
from urllib.parse import urlparse

from autobahn.asyncio.rawsocket import WampRawSocketClientFactory
from autobahn.asyncio.wamp import ApplicationSession
from autobahn.asyncio.websocket import WampWebSocketClientFactory
from autobahn.wamp.serializer import JsonSerializer
from autobahn.wamp.types import ComponentConfig

REALM = os.environ.get("JUNCTOR_TEST_REALM", "realm1")
URL = os.environ["JUNCTOR_TEST_URL"]
RAW = os.environ.get("JUNCTOR_TEST_RAW")
RAW_UNIX = os.environ.get("JUNCTOR_TEST_RAW_UNIX")
WS_UNIX = os.environ.get("JUNCTOR_TEST_WS_UNIX")


class Peer(ApplicationSession):
    """A session that can be awaited: ``joined`` when it is open, ``left`` and ``gone`` when it has ended."""

    def __init__(self):
        super().__init__(ComponentConfig(realm=REALM))
        loop = asyncio.get_running_loop()
        self.joined = loop.create_future()
        self.left = loop.create_future()
        self.gone = loop.create_future()

    def onJoin(self, details):
        self.joined.set_result(details)

    def onLeave(self, details):
        if not self.left.done():
            self.left.set_result(details)
        if not self.joined.done():
            self.joined.set_exception(RuntimeError(f"{details.reason}: {details.message}"))
        self.disconnect()

    def onDisconnect(self):
        if not self.gone.done():
            self.gone.set_result(True)
        if not self.joined.done():
            self.joined.set_exception(RuntimeError("the router closed the connection"))


    def onUserError(self, fail, msg):
        """Errors of endpoints are what some tests are about: they need not be printed."""


async def websocket(url=URL):
    """Opens a session over WebSocket, offering all serializers that autobahn has, as a client does by default."""
    peer = Peer()
    target = urlparse(url)
    factory = WampWebSocketClientFactory(lambda: peer, url=url)
    await asyncio.get_running_loop().create_connection(factory, target.hostname, target.port)
    await peer.joined
    return peer


async def websocket_unix():
    """Opens a session over WebSocket on a Unix domain socket."""
    peer = Peer()
    factory = WampWebSocketClientFactory(lambda: peer, url="ws://localhost/")
    await asyncio.get_running_loop().create_unix_connection(factory, WS_UNIX)
    await peer.joined
    return peer


async def rawsocket():
    """Opens a session over RawSocket on TCP, in JSON."""
    peer = Peer()
    target = urlparse(RAW)
    factory = WampRawSocketClientFactory(lambda: peer, serializer=JsonSerializer())
    await asyncio.get_running_loop().create_connection(factory, target.hostname, target.port)
    await peer.joined
    return peer


async def rawsocket_unix():
    """Opens a session over RawSocket on a Unix domain socket, in JSON."""
    peer = Peer()
    factory = WampRawSocketClientFactory(lambda: peer, serializer=JsonSerializer())
    await asyncio.get_running_loop().create_unix_connection(factory, RAW_UNIX)
    await peer.joined
    return peer


def transports():
    """The transports that the environment names, with the function that opens a session on each."""
    known = {
        "websocket": (URL, websocket),
        "rawsocket": (RAW, rawsocket),
        "rawsocket-unix": (RAW_UNIX, rawsocket_unix),
        "websocket-unix": (WS_UNIX, websocket_unix),
    }
    return {name: connect for name, (address, connect) in known.items() if address}
