"""autobahn-python logs in by each method that it has, once as it should and once with a wrong secret:

    logins.py asyncio

Prints a line "login|CLIENT|METHOD|OUTCOME" for each. JUNCTOR_TEST_LOGIN is the URL of the path with all methods,
JUNCTOR_TEST_LOGIN_TLS that of the one which asks for certificates, JUNCTOR_TEST_LOGIN_KEYS the folder with those.
"""

import asyncio
import os
import ssl
from urllib.parse import urlparse

import txaio

txaio.use_asyncio()  # before anything of autobahn is imported
from autobahn.asyncio.websocket import WampWebSocketClientFactory, WampWebSocketClientProtocol
from autobahn.wamp import auth

os.environ.setdefault("JUNCTOR_TEST_URL", "")
from peers import REALM, Peer
from suite import equal, logins

NAME = "autobahn-python"
URL = os.environ["JUNCTOR_TEST_LOGIN"]
TLS_URL = os.environ["JUNCTOR_TEST_LOGIN_TLS"]
KEYS = os.environ["JUNCTOR_TEST_LOGIN_KEYS"]
DENIED = "wamp.error.authentication_denied"


class Guest(Peer):
    """A session that logs in by one method; ``reason`` says why it was refused."""

    def __init__(self, method, authid=None, proof=None):
        super().__init__()
        self.method = method
        self.name = authid
        self.proof = proof
        self.reason = None

    def onConnect(self):
        extra = self.proof.authextra if self.proof else None
        self.join(REALM, [self.method], self.name, authextra=extra)

    def onChallenge(self, challenge):
        answer = self.proof.on_challenge(self, challenge)
        return answer.decode() if isinstance(answer, bytes) else answer

    def onWelcome(self, welcome):
        return self.proof.on_welcome(self, welcome.authextra) if self.proof else None

    def onLeave(self, details):
        self.reason = details.reason
        super().onLeave(details)


class Browser(WampWebSocketClientProtocol):
    """Keeps the cookie that the router sets, as a browser does."""

    def onConnect(self, response):
        header = response.headers.get("set-cookie", "")
        if header:
            self.factory.jar.append(header.partition(";")[0])
        return super().onConnect(response)


async def joined(guest, url=URL, tls=None, jar=None):
    """Opens the session; fails if the router refuses it."""
    target = urlparse(url)
    headers = {"Cookie": jar[-1]} if jar else {}
    factory = WampWebSocketClientFactory(lambda: guest, url=url, headers=headers)
    if jar is not None:
        factory.jar = jar
        factory.protocol = Browser
    await asyncio.get_running_loop().create_connection(factory, target.hostname, target.port, ssl=tls)
    return await guest.joined


async def refused(guest, reason, **options):
    try:
        await joined(guest, **options)
    except RuntimeError:
        equal(reason, guest.reason)
    else:
        raise AssertionError("it was let in")


async def by_proof(method, authid, proof):
    """``proof`` makes one of the right secret or a wrong one."""
    details = await joined(Guest(method, authid, proof(True)))
    equal((authid, "user", method, "static"), (details.authid, details.authrole, details.authmethod, details.authprovider))
    await refused(Guest(method, authid, proof(False)), DENIED)
    await refused(Guest(method, "nobody", proof(True)), DENIED)


def secret(right):
    return "secret of joe" if right else "secret of jim"


async def ticket():
    await by_proof("ticket", "joe", lambda right: auth.create_authenticator("ticket", ticket=secret(right)))


async def wampcra(authid="joe"):
    await by_proof(
        "wampcra", authid, lambda right: auth.create_authenticator("wampcra", authid=authid, secret=secret(right)))


async def salted():
    await wampcra("salted")


async def scram():
    await by_proof("scram", "joe", lambda right: auth.create_authenticator("scram", authid="joe", password=secret(right)))


async def cryptosign():
    await by_proof(
        "cryptosign", "joe", lambda right: auth.create_authenticator("cryptosign", privkey=("01" if right else "02") * 32))


async def cookie():
    jar = []
    first = await joined(Guest("ticket", "joe", auth.create_authenticator("ticket", ticket=secret(True))), jar=jar)
    again = await joined(Guest("cookie"), jar=jar)
    equal((first.authid, "user", "cookie"), (again.authid, again.authrole, again.authprovider))
    await refused(Guest("cookie"), "wamp.error.no_matching_auth_method", jar=["cbtid=" + "x" * 24])


def context(name):
    tls = ssl.create_default_context(cafile=f"{KEYS}/ca.crt")
    if name:
        tls.load_cert_chain(f"{KEYS}/{name}.crt", f"{KEYS}/{name}.key")
    return tls


async def certificate():
    details = await joined(Guest("tls"), url=TLS_URL, tls=context("joe"))
    equal(("joe", "user", "tls"), (details.authid, details.authrole, details.authmethod))
    await refused(Guest("tls"), DENIED, url=TLS_URL, tls=context("stranger"))


METHODS = {
    "ticket": ticket,
    "wampcra": wampcra,
    "wampcra, salted": salted,
    "scram": scram,
    "wamp-scram": None,
    "cryptosign": cryptosign,
    "cookie": cookie,
    "tls": certificate,
}


if __name__ == "__main__":
    asyncio.run(logins(NAME, METHODS))
