'use strict';
// The page of the demo node in Chromium, wide and narrow: it lives, and it looks right.

const { Suite, equal, within } = require('./suite.js');
const { watchedPage, withChromium } = require('./chromium.js');

const base = process.env.JUNCTOR_TEST_PAGE;
const screenshots = process.env.JUNCTOR_TEST_SCREENSHOTS; // a folder to put pictures into, for people
const WIDTHS = [1280, 360];

/** The text of an element once `accept` takes it. */
async function text(page, id, accept) {
  const poll = async () => {
    for (;;) {
      const now = await page.$eval(`#${id}`, (element) => element.textContent.trim());
      if (accept(now)) return now;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  return within(poll(), `#${id}`, 15_000);
}

async function picture(page, name) {
  if (screenshots) await page.screenshot({ path: `${screenshots}/${name}.png`, fullPage: true });
}

async function fits(page) {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  if (content > window) throw new Error(`${content} px of content in ${window} px: scrolls sideways`);
}

async function main() {
  const suite = new Suite('demo page');
  await withChromium(async (browser) => {
    for (const width of WIDTHS) {
      const { page, errors } = await watchedPage(browser);
      await page.setViewport({ width, height: 800 });
      await suite.run(`${width} px: two ticks and the time`, async () => {
        await page.goto(base);
        const isNumber = (value) => /\d/.test(value);
        const first = await text(page, 'tick', isNumber);
        const second = await text(page, 'tick', (value) => isNumber(value) && value !== first);
        const time = await text(page, 'time', isNumber);
        if (first === second || time === '') throw new Error(`${first} ${second} ${time}`);
        await picture(page, `demo-${width}`);
      });
      await suite.run(`${width} px: does not scroll sideways`, () => fits(page));
      await suite.run(`${width} px: no error`, async () => equal([], errors));
      await suite.run(`${width} px: the node info page`, async () => {
        errors.length = 0;
        const answer = await page.goto(new URL('/info', base).href);
        equal(200, answer.status());
        const shown = await page.$eval('body', (body) => body.innerText);
        if (!/Junctor/i.test(shown)) throw new Error(`no name in: ${shown}`);
        await picture(page, `info-${width}`);
        await fits(page);
        equal([], errors);
      });
      await page.close();
    }
    await suite.run('nothing is loaded from elsewhere', async () => {
      const { page } = await watchedPage(browser);
      const foreign = [];
      page.on('request', (request) => {
        const target = new URL(request.url());
        if (target.protocol !== 'data:' && target.host !== new URL(base).host) foreign.push(request.url());
      });
      await page.goto(base, { waitUntil: 'load' });
      equal([], foreign);
    });
  });
  process.exit(suite.finish());
}

main();
