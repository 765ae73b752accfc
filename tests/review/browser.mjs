// browser.mjs - one Chromium for all tests, and what they ask of a page.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {chromium} from 'playwright-core';
import {Folder, Server} from './server.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser = null;

export async function launch() {
  browser ??= await chromium.launch({executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu']});
  return browser;
}

export async function shut() {
  await browser?.close();
  browser = null;
}

// A copy of the folder, changed by `prepare`, with a desk on it and a page of that desk; all gone at the end.
export async function desk(options, test) {
  const folder = new Folder();
  const server = new Server(folder, options.server);
  const contexts = [];
  try {
    options.prepare?.(folder);
    await server.start();
    const open = async (who, more = {}) => {
      const context = await (await launch()).newContext({viewport: more.viewport ?? {width: 1280, height: 800},
        deviceScaleFactor: more.deviceScaleFactor ?? 1, locale: 'en-GB'});
      contexts.push(context);
      const page = await context.newPage();
      page.setDefaultTimeout(8000);
      page.errors = [];
      page.on('pageerror', (error) => page.errors.push(error.message));
      await page.addInitScript((name) => {
        if (name) localStorage.setItem('verno.who', JSON.stringify(name));
      }, who);
      await more.before?.(page);
      await page.goto(`${server.address}${more.query ?? ''}#${server.token}`);
      if (who && !/view=/.test(more.query ?? '') && !more.empty) await drawn(page);
      return page;
    };
    await test({folder, server, open, page: options.noPage ? null : await open('anna', options)});
  } finally {
    for (const context of contexts) await context.close();
    await server.kill();
    folder.remove();
  }
}

export const now = (page) => page.evaluate(() => Number(document.querySelector('verno-field').dataset.id));

// Waits until a field is there and its picture is on the screen; `but`: another one than this.
export async function drawn(page, but) {
  await page.waitForFunction((other) => {
    const view = document.querySelector('verno-field');
    const image = view?.querySelector('.crop img');
    return view?.dataset.id && Number(view.dataset.id) !== other && image?.complete && image.naturalWidth > 0 &&
      document.activeElement.id === 'value';
  }, but);
  await frames(page);
  return now(page);
}

// Two frames were drawn, and what waits behind them has run.
export const frames = (page) => page.evaluate(() => new Promise((resolve) =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 10)))));

export const saved = (page) => page.waitForFunction(() => document.querySelector('.state').classList.contains('saved') &&
  !JSON.parse(sessionStorage.getItem('verno.outbox') ?? '[]').length, null, {timeout: 30000});

export const told = (page, text) => page.waitForFunction((part) => document.getElementById('told').textContent.includes(part), text);

export const value = (page) => page.inputValue('#value');

// So many decisions have left the page: keystrokes wait where fields come slowly.
export async function sentAll(sent, count) {
  for (const end = Date.now() + 60000; sent.length < count && Date.now() < end;) await new Promise((resolve) => setTimeout(resolve, 50));
}

// Decisions as they leave the page, in order.
export function watchDecisions(page) {
  const sent = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/api/decide')) sent.push(JSON.parse(request.postData()));
  });
  return sent;
}

// The ids that were in the page while a frame was drawn.
export const recordFrames = (page) => page.evaluate(() => {
  window.framed = [];
  const look = () => {
    const view = document.querySelector('verno-field');
    const image = view.querySelector('.crop img');
    const id = Number(view.dataset.id);
    if (image?.complete && image.naturalWidth && view.querySelector('label[for=value]').textContent && framed.at(-1) !== id) framed.push(id);
    requestAnimationFrame(look);
  };
  look();
});

// The page forbids added scripts, so axe is evaluated.
export async function faults(page) {
  await page.evaluate(axe);
  const {violations} = await page.evaluate(() => window.axe.run(document, {resultTypes: ['violations']}));
  return violations.map(({id, nodes}) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).slice(0, 3).join(' | ')}`);
}

// A key as a Russian layout sends it: another letter, the same place on the keyboard.
export async function chord(page, code, key, modifiers) {
  const session = await page.context().newCDPSession(page);
  const event = {code, key, modifiers, windowsVirtualKeyCode: code.charCodeAt(code.length - 1)};
  await session.send('Input.dispatchKeyEvent', {type: 'rawKeyDown', ...event});
  await session.send('Input.dispatchKeyEvent', {type: 'keyUp', ...event});
  await session.detach();
}
