'use strict';
// autobahn-browser in Chromium against a running router: what web pages do, over WebSocket.

const { Suite, equal } = require('./suite.js');
const { watchedPage, withChromium } = require('./chromium.js');

const url = process.env.JUNCTOR_TEST_URL;
const realm = process.env.JUNCTOR_TEST_REALM || 'realm1';
// A page of the same origin, as browsers have it.
const origin = process.env.JUNCTOR_TEST_ORIGIN || new URL('/', url.replace(/^ws/, 'http')).href;

/** Installs what the tests below use in the page; it runs there. */
function helpers(url, realm) {
  const opened = [];
  window.connect = () =>
    new Promise((resolve, reject) => {
      const connection = new autobahn.Connection({ url, realm, max_retries: 0 });
      connection.onopen = resolve;
      connection.onclose = (reason) => (reject(new Error(reason)), true);
      opened.push(connection);
      connection.open();
    });
  window.closeAll = () => opened.splice(0).forEach((c) => c.isOpen && c.close());
  window.collect = (count) => {
    const items = [];
    let done;
    const all = new Promise((resolve) => (done = resolve));
    return { all, put: (item) => items.push(item) === count && done(items) };
  };
  window.outcome = (promise) => promise.then((value) => ({ value }), (e) => ({ error: e.error, args: e.args, kwargs: e.kwargs }));
}

/** Each runs in the page, which hands back what is compared here. */
const tests = {
  'call with args and kwargs': [
    async (uri) => {
      const [callee, caller] = [await connect(), await connect()];
      await callee.register(uri, (args, kwargs) => new autobahn.Result(args, kwargs));
      const result = await caller.call(uri, [1, 'zwei', [null, true]], { kw: { ü: '😀' } });
      return [result.args, result.kwargs];
    },
    [[1, 'zwei', [null, true]], { kw: { ü: '😀' } }],
  ],
  'error with args and kwargs': [
    async (uri) => {
      const [callee, caller] = [await connect(), await connect()];
      await callee.register(uri, () => {
        throw new autobahn.Error('org.example.broken', ['text', 7], { detail: { deep: true } });
      });
      return outcome(caller.call(uri));
    },
    { error: 'org.example.broken', args: ['text', 7], kwargs: { detail: { deep: true } } },
  ],
  'error of the router': [
    async (uri) => {
      const { error } = await outcome((await connect()).call(uri));
      return error;
    },
    'wamp.error.no_such_procedure',
  ],
  'events with args and kwargs, and exclude_me': [
    async (uri) => {
      const [subscriber, publisher] = [await connect(), await connect()];
      const events = collect(3);
      await subscriber.subscribe(uri, (args, kwargs) => events.put(`subscriber ${args} ${kwargs.kw}`));
      await publisher.subscribe(uri, (args, kwargs) => events.put(`publisher ${args} ${kwargs.kw}`));
      await publisher.publish(uri, [1], { kw: 2 }, { acknowledge: true });
      await publisher.publish(uri, [3], { kw: 4 }, { acknowledge: true, exclude_me: false });
      return (await events.all).sort();
    },
    ['publisher 3 4', 'subscriber 1 2', 'subscriber 3 4'],
  ],
  'prefix and wildcard subscriptions': [
    async (uri) => {
      const [subscriber, publisher] = [await connect(), await connect()];
      const events = collect(2);
      for (const [match, pattern] of [['prefix', `${uri}.p`], ['wildcard', `${uri}..w`]]) {
        await subscriber.subscribe(pattern, (a, k, details) => events.put([match, details.topic]), { match });
      }
      for (const topic of ['.none', '.pre.deep', '.any.w']) await publisher.publish(uri + topic, [], {}, { acknowledge: true });
      return (await events.all).map(([match, topic]) => `${match} ${topic.slice(uri.length)}`);
    },
    ['prefix .pre.deep', 'wildcard .any.w'],
  ],
  'prefix and wildcard registrations': [
    async (uri) => {
      const [callee, caller] = [await connect(), await connect()];
      for (const [match, pattern] of [['prefix', `${uri}.p`], ['wildcard', `${uri}..w`]]) {
        await callee.register(pattern, (a, k, details) => `${match} ${details.procedure.slice(uri.length)}`, { match });
      }
      return [await caller.call(`${uri}.pre.deep`), await caller.call(`${uri}.any.w`)];
    },
    ['prefix .pre.deep', 'wildcard .any.w'],
  ],
  'cancel answers the caller': [
    async (uri) => {
      const [callee, caller] = [await connect(), await connect()];
      let begun;
      const running = new Promise((resolve) => (begun = resolve));
      await callee.register(uri, () => {
        begun();
        return new Promise(() => {});
      });
      const call = caller.call(uri);
      const end = call.then(() => 'a result', (e) => e.error);
      await running;
      call.cancel({ mode: 'kill' }); // with the other modes autobahn takes the router's answer for a protocol violation
      return [await end, callee.isOpen, typeof (await caller.call('wamp.session.count'))];
    },
    ['wamp.error.canceled', true, 'number'],
  ],
  'many calls at once': [
    async (uri) => {
      const [callee, caller] = [await connect(), await connect()];
      await callee.register(uri, ([value]) => value);
      const numbers = Array.from({ length: 200 }, (_, i) => i);
      const results = await Promise.all(numbers.map((i) => caller.call(uri, [i])));
      return results.every((value, i) => value === i);
    },
    true,
  ],
};

async function main() {
  const suite = new Suite('chromium');
  await withChromium(async (browser) => {
    const { page, errors } = await watchedPage(browser);
    await page.setBypassCSP(true); // for the scripts of this test, which the page did not bring
    await page.goto(origin);
    errors.length = 0;
    await page.addScriptTag({ path: require.resolve('autobahn-browser/autobahn.min.js') });
    await page.evaluate(helpers, url, realm);
    for (const [name, [test, expected]] of Object.entries(tests)) {
      const uri = `org.junctor.test.browser.${name.replace(/[^a-z]+/g, '_')}`;
      await suite.run(name, async () => equal(expected, await page.evaluate(test, uri)));
      await page.evaluate(() => closeAll());
    }
    await suite.run('no exception on the page', async () => equal([], errors.filter((e) => e.startsWith('uncaught'))));
  });
  process.exit(suite.finish());
}

main();
