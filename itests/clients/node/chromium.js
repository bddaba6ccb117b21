'use strict';
// Starts Debian's Chromium without a window, with all its conversations with the world switched off.

const fs = require('fs');
const os = require('os');
const path = require('path');
const puppeteer = require('puppeteer-core');

const executablePath = process.env.JUNCTOR_TEST_CHROMIUM || '/usr/bin/chromium';

/** Runs `use` with a browser that has an empty profile. */
async function withChromium(use) {
  const userDataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'junctor-chromium-'));
  const browser = await puppeteer.launch({
    executablePath,
    userDataDir,
    args: [
      '--no-sandbox', // tests may run as root
      '--disable-gpu',
      '--disable-quic',
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  try {
    return await use(browser);
  } finally {
    await browser.close();
    fs.rmSync(userDataDir, { recursive: true, force: true });
  }
}

/** Opens a page and collects whatever goes wrong on it. */
async function watchedPage(browser) {
  const page = await browser.newPage();
  const errors = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => errors.push(`uncaught: ${error.message}`));
  page.on('requestfailed', (request) => errors.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
  page.on('response', (response) => response.status() >= 400 && errors.push(`${response.status()}: ${response.url()}`));
  return { page, errors };
}

module.exports = { watchedPage, withChromium };
