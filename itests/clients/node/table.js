'use strict';
// autobahn and wampy for Node, and autobahn-browser in Chromium, over every transport and serializer that they have:
//   table.js autobahn|wampy|chromium
//   table.js autobahn|wampy serve NAME TRANSPORT SERIALIZER
//   table.js autobahn|wampy call NAME TRANSPORT SERIALIZER CALLEE…
// Prints a line "cell|CLIENT|TRANSPORT|SERIALIZER|FEATURE|OUTCOME" for each cell of the table of clients; of the other
// two, the first offers an echo until standard input ends, and the second asks that of each CALLEE, with a line "pair|NAME|CALLEE|OUTCOME".

const { within } = require('./suite.js');
const { features, openAutobahn, pair } = require('./features.js');
const { openWampy } = require('./wampy.js');

const which = process.argv[2];
const realm = process.env.JUNCTOR_TEST_REALM || 'realm1';
const url = process.env.JUNCTOR_TEST_URL;
const longPoll = process.env.JUNCTOR_TEST_LONGPOLL;
const unix = process.env.JUNCTOR_TEST_WS_UNIX;
const serializers = ['json', 'msgpack', 'cbor'];
const names = { autobahn: 'autobahn-js on Node', wampy: 'wampy on Node', chromium: 'autobahn-js in Chromium' };
const print = (line) => process.stdout.write(`${line}\n`);
const account = { ok: 0, failed: 0, no: 0 };
// As a callee it announces progressive results without call cancelling, which the specification makes a condition.
const unable = which === 'wampy' ? [] : ['progressive results'];

function cell(transport, serializer, feature, outcome) {
  account[outcome]++;
  print(`cell|${names[which]}|${transport}|${serializer}|${feature}|${outcome}`);
}

/** Runs every feature on one transport and serializer; `run` gives each the URI it may use. */
async function row(transport, serializer, run) {
  for (const feature of Object.keys(features)) {
    if (unable.includes(feature)) {
      cell(transport, serializer, feature, 'no');
      continue;
    }
    const uri = `org.junctor.table.${which}.${transport}.${serializer}.${feature}`.replace(/[ -]/g, '_').toLowerCase();
    try {
      await within(run(feature, uri), `${transport} ${serializer} ${feature}`);
      cell(transport, serializer, feature, 'ok');
    } catch (error) {
      cell(transport, serializer, feature, 'failed');
      print(error && error.stack ? error.stack : JSON.stringify(error));
    }
  }
}

/** Runs a feature in this process. */
function here(open, withBinary) {
  return async (feature, uri) => {
    const opened = [];
    const connect = async () => {
      const session = await open();
      opened.push(session);
      return session;
    };
    try {
      await features[feature](connect, uri, withBinary);
    } finally {
      opened.forEach((session) => session.close());
    }
  };
}

async function autobahnTable() {
  global.WebSocket = require('ws'); // Node has one of its own from 22 on, which does not know Unix domain sockets
  const autobahn = require('autobahn');
  const transports = { websocket: { type: 'websocket', url } };
  if (unix) transports['websocket on unix'] = { type: 'websocket', url: `ws+unix:${unix}:/` };
  for (const [name, transport] of Object.entries(transports)) {
    for (const serializer of serializers) {
      await row(name, serializer, here(() => openAutobahn(autobahn, transport, serializer, realm), serializer !== 'json'));
    }
  }
}

async function wampyTable() {
  for (const serializer of serializers) {
    await row('websocket', serializer, here(() => openWampy(url, serializer, realm), serializer !== 'json'));
  }
}

/** Runs a feature; in the page. */
async function inPage(transport, serializer, realm, feature, uri, withBinary) {
  const opened = [];
  const connect = async () => {
    const session = await clientFeatures.openAutobahn(autobahn, transport, serializer, realm);
    opened.push(session);
    return session;
  };
  try {
    await clientFeatures.features[feature](connect, uri, withBinary);
  } finally {
    opened.forEach((session) => session.close());
  }
}

async function chromiumTable() {
  const { watchedPage, withChromium } = require('./chromium.js');
  await withChromium(async (browser) => {
    const { page } = await watchedPage(browser);
    await page.setBypassCSP(true); // for the scripts of this test, which the page did not bring
    await page.goto(process.env.JUNCTOR_TEST_ORIGIN || new URL('/', url.replace(/^ws/, 'http')).href);
    await page.addScriptTag({ path: require.resolve('autobahn-browser/autobahn.min.js') });
    await page.addScriptTag({ path: require.resolve('./features.js') });
    const run = (transport, serializer) => (feature, uri) =>
      page.evaluate(inPage, transport, serializer, realm, feature, uri, serializer !== 'json');
    for (const serializer of serializers) await row('websocket', serializer, run({ type: 'websocket', url }, serializer));
    if (longPoll) await row('long-poll', 'json', run({ type: 'longpoll', url: longPoll }, 'json'));
  });
}

const pairs = 'org.junctor.pair.';

/** Opens one session over WebSocket on TCP. */
function open(serializer) {
  if (which === 'wampy') return openWampy(url, serializer, realm);
  global.WebSocket = require('ws');
  return openAutobahn(require('autobahn'), { type: 'websocket', url }, serializer, realm);
}

async function serve(name, serializer) {
  const session = await open(serializer);
  await session.register(pairs + name, (args, kwargs) => [args, kwargs]);
  print('ready');
  await new Promise((resolve) => process.stdin.on('end', resolve).resume());
  process.exit(0);
}

async function call(name, serializer, callees) {
  const session = await open(serializer);
  for (const callee of callees) {
    try {
      await within(pair(session, pairs + callee), callee);
      print(`pair|${name}|${callee}|ok`);
    } catch (error) {
      print(error && error.stack ? error.stack : JSON.stringify(error));
      print(`pair|${name}|${callee}|failed`);
    }
  }
  process.exit(0);
}

async function main() {
  const [task, name, , serializer, ...callees] = process.argv.slice(3);
  if (task === 'serve') return serve(name, serializer);
  if (task === 'call') return call(name, serializer, callees);
  await { autobahn: autobahnTable, wampy: wampyTable, chromium: chromiumTable }[which]();
  print(`${names[which]} table: ${account.ok} passed, ${account.failed} failed`);
  process.exit(account.ok > 0 && account.failed === 0 ? 0 : 1);
}

main();
