'use strict';
// autobahn and wampy for Node, and autobahn-browser in Chromium, log in by each method that they have:   logins.js autobahn|wampy|chromium
// Prints a line "login|CLIENT|METHOD|OUTCOME" for each. JUNCTOR_TEST_LOGIN is the URL of the path with all methods,
// JUNCTOR_TEST_LOGIN_TLS that of the one which asks for certificates, JUNCTOR_TEST_LOGIN_KEYS the folder with those.

const fs = require('fs');
const { equal, within } = require('./suite.js');

const which = process.argv[2];
const url = process.env.JUNCTOR_TEST_LOGIN;
const tlsUrl = process.env.JUNCTOR_TEST_LOGIN_TLS;
const keys = process.env.JUNCTOR_TEST_LOGIN_KEYS;
const realm = 'realm1';
const names = { autobahn: 'autobahn-js on Node', wampy: 'wampy on Node', chromium: 'autobahn-js in Chromium' };
const methods = ['ticket', 'wampcra', 'wampcra, salted', 'scram', 'wamp-scram', 'cryptosign', 'cookie', 'tls'];
const secret = (right) => (right ? 'secret of joe' : 'secret of jim');
const denied = 'wamp.error.authentication_denied';
const print = (line) => process.stdout.write(`${line}\n`);

/** Opens a session of autobahn: answers who the router says it is, or why it refused. Also runs in a page. */
function openAutobahn(autobahn, { url, realm, method, authid, authextra, onchallenge }) {
  return new Promise((resolve) => {
    const connection = new autobahn.Connection({
      realm, authid, authextra, onchallenge, max_retries: 0, authmethods: [method],
      transports: [{ type: 'websocket', url, serializers: [new autobahn.serializer.JSONSerializer()] }],
    });
    connection.onclose = (reason, details) => (resolve({ refused: details.reason }), true);
    connection.onopen = (session, { authid, authrole, authmethod, authprovider }) => {
      resolve({ authid, authrole, authmethod, authprovider });
      connection.close();
    };
    connection.open();
  });
}

/** What autobahn needs to prove that it is joe, or fails to. */
function proofOfAutobahn(autobahn, method, right) {
  const { auth_cra: cra, auth_cryptosign: cryptosign } = autobahn;
  if (method === 'ticket') return { onchallenge: () => secret(right) };
  if (method === 'wampcra') {
    const key = ({ salt, iterations, keylen }) => (salt ? cra.derive_key(secret(right), salt, iterations, keylen) : secret(right));
    return { onchallenge: (_session, _method, extra) => cra.sign(key(extra), extra.challenge) };
  }
  const pair = require('tweetnacl').sign.keyPair.fromSeed(new Uint8Array(32).fill(right ? 1 : 2));
  return {
    authextra: { pubkey: cryptosign.public_key(pair), channel_binding: null },
    onchallenge: (_session, _method, extra) => cryptosign.sign_challenge(pair, extra),
  };
}

function autobahnOnNode() {
  global.WebSocket = require('ws');
  const autobahn = require('autobahn');
  return (method, authid, right) =>
    openAutobahn(autobahn, { url, realm, method, authid, ...proofOfAutobahn(autobahn, method, right) });
}

async function wampyOnNode() {
  const { Wampy } = require('wampy');
  const cryptosign = require('wampy/cryptosign.js');
  const cra = await import(require.resolve('wampy/wampcra.js')); // a module that cannot be required
  const proofs = {
    ticket: (right) => ({ onChallenge: () => secret(right) }),
    wampcra: (right) => ({ onChallenge: cra.sign(secret(right)) }),
    cryptosign: (right) => {
      const pair = require('tweetnacl').sign.keyPair.fromSeed(new Uint8Array(32).fill(right ? 1 : 2));
      return {
        authextra: { pubkey: Buffer.from(pair.publicKey).toString('hex') },
        onChallenge: cryptosign.sign((right ? '01' : '02').repeat(32)),
      };
    },
  };
  return async (method, authid, right) => {
    const options = { ws: require('ws'), realm, authid, authmethods: [method], autoReconnect: false, ...proofs[method](right) };
    const wampy = new Wampy(url, options);
    try {
      const { authid, authrole, authmethod, authprovider } = await wampy.connect();
      await wampy.disconnect();
      return { authid, authrole, authmethod, authprovider };
    } catch (refusal) {
      return { refused: refusal.errorUri ?? refusal.details?.reason ?? String(refusal.message) };
    }
  };
}

/** Logs in with the right secret, a wrong one, and as somebody who does not exist. */
async function proved(open, method, authid) {
  equal({ authid, authrole: 'user', authmethod: method, authprovider: 'static' }, await open(method, authid, true));
  for (const [who, right] of [[authid, false], ['nobody', true]]) {
    const { refused } = await open(method, who, right);
    if (!String(refused).includes(denied)) throw new Error(`refused with ${refused}`);
  }
}

const ofNode = (open) => ({
  ticket: () => proved(open, 'ticket', 'joe'),
  wampcra: () => proved(open, 'wampcra', 'joe'),
  'wampcra, salted': () => proved(open, 'wampcra', 'salted'),
  cryptosign: () => proved(open, 'cryptosign', 'joe'),
});

/** autobahn over TLS. It says nothing of certificates itself: the WebSocket that it is given shows them. */
async function certificateOnNode() {
  const WebSocket = require('ws');
  const autobahn = require('autobahn');
  const read = (file) => fs.readFileSync(`${keys}/${file}`);
  const open = (name) => {
    global.WebSocket = class extends WebSocket {
      constructor(url, protocols) {
        super(url, protocols, { ca: read('ca.crt'), cert: read(`${name}.crt`), key: read(`${name}.key`) });
      }
    };
    return openAutobahn(autobahn, { url: tlsUrl, realm, method: 'tls' });
  };
  const { authid, authmethod } = await open('joe');
  equal(['joe', 'tls'], [authid, authmethod]);
  equal({ refused: denied }, await open('stranger'));
}

/** Runs in the page: a ticket first, then the cookie that came with it. */
async function loginsInPage(openSource, url, realm, ticket) {
  const open = new Function(`return ${openSource}`)();
  const onchallenge = () => ticket;
  const first = await open(autobahn, { url, realm, method: 'ticket', authid: 'joe', onchallenge });
  const again = await open(autobahn, { url, realm, method: 'cookie' });
  return [first, again];
}

async function inChromium() {
  const { watchedPage, withChromium } = require('./chromium.js');
  const outcome = {};
  await withChromium(async (browser) => {
    const { page } = await watchedPage(browser);
    await page.setBypassCSP(true); // for the scripts of this test, which the page did not bring
    await page.goto(new URL('/', url.replace(/^ws/, 'http')).href);
    await page.addScriptTag({ path: require.resolve('autobahn-browser/autobahn.min.js') });
    const run = (right) => page.evaluate(loginsInPage, openAutobahn.toString(), url, realm, secret(right));
    const [wrong, unknown] = await run(false);
    const [first, again] = await run(true);
    outcome.ticket = () => {
      equal({ refused: denied }, wrong);
      equal(['joe', 'user', 'ticket'], [first.authid, first.authrole, first.authmethod]);
    };
    outcome.cookie = () => {
      equal({ refused: 'wamp.error.no_matching_auth_method' }, unknown);
      equal(['joe', 'user', 'cookie'], [again.authid, again.authrole, again.authprovider]);
    };
  });
  return outcome;
}

async function main() {
  const known = {
    autobahn: async () => ({ ...ofNode(autobahnOnNode()), tls: certificateOnNode }),
    wampy: async () => ofNode(await wampyOnNode()),
    chromium: inChromium,
  };
  const logins = await known[which]();
  const account = { ok: 0, failed: 0, no: 0 };
  for (const method of methods) {
    let outcome = 'no';
    if (logins[method]) {
      try {
        await within(Promise.resolve(logins[method]()), method);
        outcome = 'ok';
      } catch (error) {
        outcome = 'failed';
        print(error && error.stack ? error.stack : JSON.stringify(error));
      }
    }
    account[outcome]++;
    print(`login|${names[which]}|${method}|${outcome}`);
  }
  print(`${names[which]} logins: ${account.ok} passed, ${account.failed} failed`);
  process.exit(account.ok > 0 && account.failed === 0 ? 0 : 1);
}

main();
