'use strict';
// Three clients at once: a callee in Python over RawSocket, a caller in Node and a page in Chromium over WebSocket.

const { spawn } = require('child_process');
const path = require('path');
const { Suite, deferred, equal, within } = require('./suite.js');
const { watchedPage, withChromium } = require('./chromium.js');

global.WebSocket = require('ws');
const autobahn = require('autobahn');

const url = process.env.JUNCTOR_TEST_URL;
const realm = process.env.JUNCTOR_TEST_REALM || 'realm1';
const python = process.env.JUNCTOR_TEST_PYTHON || 'python3';
const origin = process.env.JUNCTOR_TEST_ORIGIN || new URL('/', url.replace(/^ws/, 'http')).href;
const base = 'org.junctor.test.cross';

/** Starts the callee and waits until its procedures are there. */
async function startCallee() {
  const script = path.join(__dirname, '..', 'python', 'cross_callee.py');
  const child = spawn(python, [process.env.JUNCTOR_TEST_CROSS_CALLEE || script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ready = deferred();
  child.stdout.on('data', (data) => String(data).includes('ready') && ready.resolve());
  child.on('exit', (code) => ready.reject(new Error(`the callee ended with code ${code}`)));
  await within(ready.promise, 'the callee');
  return child;
}

function openSession() {
  const joined = deferred();
  const connection = new autobahn.Connection({ url, realm, max_retries: 0 });
  connection.onopen = joined.resolve;
  connection.onclose = (reason) => (joined.reject(new Error(reason)), true);
  connection.open();
  return within(joined.promise, 'a session');
}

/** Joins in the page: keeps the events of one topic, and offers one procedure. It runs there. */
async function joinInPage(url, realm, base) {
  window.events = [];
  await new Promise((resolve, reject) => {
    const connection = new autobahn.Connection({ url, realm, max_retries: 0 });
    connection.onclose = (reason) => (reject(new Error(reason)), true);
    connection.onopen = async (session) => {
      await session.subscribe(`${base}.topic`, (args, kwargs) => events.push([args[0], kwargs.sender]));
      await session.register(`${base}.browser.double`, ([value]) => 2 * value);
      resolve();
    };
    connection.open();
  });
}

async function main() {
  const suite = new Suite('cross-client');
  const callee = await startCallee();
  const session = await openSession();
  await withChromium(async (browser) => {
    const { page } = await watchedPage(browser);
    await page.setBypassCSP(true);
    await page.goto(origin);
    await page.addScriptTag({ path: require.resolve('autobahn-browser/autobahn.min.js') });
    await page.evaluate(joinInPage, url, realm, base);
    const events = (count) => page.waitForFunction((n) => window.events.length >= n && window.events, {}, count);

    await suite.run('Node calls Python, args and kwargs', async () => {
      const result = await session.call(`${base}.py.echo`, [1, 'zwei', [null]], { kw: { ü: '😀' } });
      equal([[1, 'zwei', [null]], { kw: { ü: '😀' } }], [result.args, result.kwargs]);
    });
    await suite.run('an error of Python reaches Node, args and kwargs', async () => {
      const error = await session.call(`${base}.py.fail`, ['text'], { detail: 7 }).then(() => null, (e) => e);
      equal(['org.example.broken', ['text'], { detail: 7 }], [error.error, error.args, error.kwargs]);
    });
    await suite.run('progressive results of Python reach Node', async () => {
      const parts = [];
      const call = session.call(`${base}.py.count`, [5], {}, { receive_progress: true });
      equal('end', await call.then((end) => end, undefined, (part) => parts.push(part)));
      equal([0, 1, 2, 3, 4], parts);
    });
    await suite.run('an event of Python, asked for by Node, reaches the browser', async () => {
      const publication = await session.call(`${base}.py.announce`, [`${base}.topic`, 42]);
      equal('number', typeof publication);
      equal([[42, 'python']], await (await events(1)).jsonValue());
    });
    await suite.run('an event of Node reaches the browser', async () => {
      await session.publish(`${base}.topic`, [43], { sender: 'node' }, { acknowledge: true });
      equal([43, 'node'], (await (await events(2)).jsonValue())[1]);
    });
    await suite.run('Node asks Python, Python asks the browser', async () => {
      equal(84, await session.call(`${base}.py.relay`, [`${base}.browser.double`, 42]));
    });
  });
  callee.stdin.end();
  process.exit(suite.finish());
}

main().catch((error) => {
  process.stdout.write(`FAIL cross-client: ${error.stack}\ncross-client: 0 passed, 1 failed\n`);
  process.exit(1);
});
