// points-showing.mjs - points 01 to 10: what is shown, in which order, and how it is reached.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {desk, drawn, faults, frames, now, recordFrames, saved, sentAll, told, value, watchDecisions} from './browser.mjs';

// Under 500 ms on a quiet machine is what load.mjs measures; a test must not fail because a machine is busy.
const SOON = 5000;

test('01 first field usable on load: focus in the input, the crop painted', () => desk({}, async ({open}) => {
  const times = [];
  for (let i = 0; i < 6 && !(Math.min(...times) < SOON); i++) {
    const page = await open('anna', {before: (fresh) => fresh.addInitScript(() => {
      const look = () => {
        const image = document.querySelector('.crop img');
        if (document.activeElement?.id === 'value' && image?.complete && image.naturalWidth) window.usable ??= performance.now();
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    })});
    times.push(await page.evaluate(() => window.usable));
    await page.close();
  }
  assert.ok(Math.min(...times) < SOON, `${times}`);
}));

test('02 whole session by keyboard: 50 fields, every control by Tab, focus visible', () => desk({}, async ({page, folder, server}) => {
  const {ids} = (await server.ask('anna', '/api/queue?order=loss')).body;
  const sent = watchDecisions(page);
  for (let i = 0; i < 50; i++) {
    await page.keyboard.press('Enter', {delay: 5});
    await page.waitForTimeout(15);
  }
  await sentAll(sent, 50);
  await saved(page);
  await drawn(page); // the next field may come after the decisions, and takes the focus
  assert.deepEqual(sent.map(({id}) => id), ids.slice(0, 50));
  const planted = sent.filter(({id}) => id % 1000 >= 500).length;
  assert.equal(folder.decisions().length, 50 - planted);
  const missing = await page.evaluate(() => {
    window.reached = new Set();
    document.addEventListener('focusin', ({target}) => {
      window.reached.add(target);
      const style = getComputedStyle(target);
      if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) window.unseen = target.outerHTML.slice(0, 90);
    });
    return null;
  });
  assert.equal(missing, null);
  const count = await page.evaluate(() => document.querySelectorAll('a[href], button, select, input, textarea').length);
  for (let i = 0; i < count + 12; i++) await page.keyboard.press('Tab');
  assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('a[href], button, select, input, textarea')]
    .filter((one) => one.checkVisibility() && !window.reached.has(one)).map((one) => one.outerHTML.slice(0, 90))), []);
  assert.equal(await page.evaluate(() => window.unseen), undefined);
}));

test('03 Enter accepts and shows the next; a held key decides once', () => desk({}, async ({page, folder}) => {
  const first = await now(page);
  await page.keyboard.down('Enter');
  const second = await drawn(page, first);
  for (let i = 0; i < 20; i++) await page.keyboard.down('Enter'); // without an up between: auto-repeat
  await page.keyboard.up('Enter');
  await page.focus('button.unsure');
  await page.keyboard.down('Alt');
  for (let i = 0; i < 5; i++) await page.keyboard.down('KeyI');
  await page.keyboard.up('KeyI');
  await page.keyboard.up('Alt');
  await drawn(page, second);
  await saved(page);
  const made = folder.decisions();
  assert.deepEqual(made.map((row) => row.decision), ['confirm', 'illegible']);
}));

test('04 ten Enters at 0 ms give ten decisions on ten displayed fields', () => desk({}, async ({page, server}) => {
  const {ids} = (await server.ask('anna', '/api/queue?order=loss')).body;
  const sent = watchDecisions(page);
  await recordFrames(page);
  const session = await page.context().newCDPSession(page);
  const key = {key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13};
  const presses = [];
  for (let i = 0; i < 10; i++)
    presses.push(session.send('Input.dispatchKeyEvent', {type: 'keyDown', text: '\r', ...key}), session.send('Input.dispatchKeyEvent', {type: 'keyUp', ...key}));
  await Promise.all(presses);
  await page.waitForFunction((id) => Number(document.querySelector('verno-field').dataset.id) === id, ids[10]);
  await saved(page);
  assert.deepEqual(sent.map(({id}) => id), ids.slice(0, 10));
  assert.equal(new Set(sent.map(({id}) => id)).size, 10);
  const framed = await page.evaluate(() => window.framed);
  assert.deepEqual(framed.slice(0, 10), ids.slice(0, 10), 'each was drawn before it was decided');
}));

test('05 crop: box, 30 % around it, twice the size, within 2 px, never jumps', () => desk({
  query: '?name=addressee', prepare: (folder) => folder.setField(folder.ids("f.name = 'copies_to' AND f.status = 'review'")[0], {confidence: 0.001}),
}, async ({page, open}) => {
  const field = await page.evaluate(async (id) => {
    const headers = {'X-Verno-Token': JSON.parse(sessionStorage.getItem('verno.token')), 'X-Verno-Who': 'anna'};
    const ask = async (path) => fetch(path, {headers});
    const one = await (await ask(`/api/field/${id}`)).json();
    const bitmap = async (path) => createImageBitmap(await (await ask(path)).blob());
    const [crop, whole] = [await bitmap(`/api/crop/${id}`), await bitmap(`/api/picture/${one.page}`)];
    const grey = (image, sx, sy, sw, sh, w, h) => {
      const context = new OffscreenCanvas(w, h).getContext('2d');
      context.drawImage(image, sx, sy, sw, sh, 0, 0, w, h);
      return context.getImageData(0, 0, w, h).data.filter((_, i) => i % 4 === 0);
    };
    const [x0, y0, x1, y1] = one.page_box;
    const [w, h] = [Math.round(2 * (x1 - x0)), Math.round(2 * (y1 - y0))];
    const page = grey(whole, x0, y0, x1 - x0, y1 - y0, w, h);
    let best = [Infinity];
    for (let dx = -6; dx <= 6; dx++) for (let dy = -6; dy <= 6; dy++) {
      const part = grey(crop, one.crop.box[0] + dx, one.crop.box[1] + dy, w, h, w, h);
      let sum = 0;
      for (let i = 0; i < page.length; i++) sum += Math.abs(page[i] - part[i]);
      if (sum < best[0]) best = [sum, dx, dy];
    }
    return {...one, size: [crop.width, crop.height], best};
  }, await now(page));
  const {crop, page_box: box, size, best} = field;
  assert.ok(crop.scale >= 2);
  assert.deepEqual(size, [crop.width, crop.height]);
  assert.ok(Math.abs((crop.box[2] - crop.box[0]) - 2 * (box[2] - box[0])) <= 2);
  for (const [room, side] of [[crop.box[0], 0], [crop.width - crop.box[2], 0], [crop.box[1], 1], [crop.height - crop.box[3], 1]])
    assert.ok(room >= 0.3 * (crop.box[side + 2] - crop.box[side]) - 2 || room >= 60, `context ${room}`);
  assert.ok(Math.abs(best[1]) <= 2 && Math.abs(best[2]) <= 2, `picture and crop differ by ${best}`);
  const places = () => page.evaluate(() => ['.crop img', '.crop .box', '#value'].map((one) => {
    const {x, y, width, height} = document.querySelector(one).getBoundingClientRect();
    return {x, y, width, height};
  }));
  const [image, mark] = await places();
  const scale = image.width / crop.width;
  const drawnBox = [mark.x - image.x, mark.y - image.y, mark.x - image.x + mark.width, mark.y - image.y + mark.height];
  drawnBox.forEach((side, i) => assert.ok(Math.abs(side - scale * crop.box[i]) <= 2, `box ${drawnBox} for ${crop.box}`));
  if (crop.width < 1240) assert.equal(scale, 1);
  const before = await places();
  await page.keyboard.type('ЙЦУКЕН 123 ошибка', {delay: 15});
  await page.waitForTimeout(250);
  assert.deepEqual(await places(), before);
  const list = await open('anna', {query: '?name=copies_to'});
  const still = () => list.evaluate(() => document.querySelector('.crop img').getBoundingClientRect().y);
  const top = await still();
  for (let i = 0; i < 9; i++) await list.keyboard.press('Shift+Enter');
  assert.equal(await still(), top);
}));

test('06 F2 shows the page with the box marked and gives back focus and caret', () => desk({query: '?name=addressee'}, async ({page, folder}) => {
  const text = await value(page);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('F2');
  await page.waitForSelector('dialog[open] polygon.now');
  await page.waitForSelector('dialog[open] .paper img');
  const seen = await page.evaluate(() => {
    const mark = document.querySelector('dialog polygon.now').getBoundingClientRect();
    const view = document.querySelector('dialog .scroller').getBoundingClientRect();
    return mark.top >= view.top && mark.bottom <= view.bottom && mark.width > 5;
  });
  assert.ok(seen);
  for (const key of ['Enter', 'u', ' ', 'Alt+KeyU', '+', 'r']) await page.keyboard.press(key);
  await page.keyboard.press('F2');
  assert.deepEqual(await page.evaluate(() => [document.activeElement.id, document.activeElement.selectionStart, document.activeElement.selectionEnd]), ['value', 1, 2]);
  assert.equal(await value(page), text);
  for (const key of ['u', 'i', 'a', 'n', 'h', ' ', '1']) await page.keyboard.press(key);
  assert.equal(await value(page), `${text[0]}uianh 1${text.slice(2)}`);
  assert.equal(folder.decisions().length, 0);
}));

test('07 order is by expected loss and repeatable; a toggle gives page order; the address records it', () => desk({}, async ({page, server, folder}) => {
  const ask = async (order) => (await server.ask('anna', `/api/queue?order=${order}`)).body.ids;
  const byLoss = await ask('loss');
  assert.deepEqual(await ask('loss'), byLoss);
  const rows = byLoss.filter((id) => id % 1000 < 500).map((id) => folder.field(id));
  // A name has one weight on a form, so within both the least sure comes first.
  const kind = (row) => `${row.form} ${row.name}`;
  for (const one of new Set(rows.map(kind))) {
    const same = rows.filter((row) => kind(row) === one).map((row) => row.confidence);
    assert.deepEqual(same, [...same].sort((a, b) => a - b), one);
  }
  assert.equal(await now(page), byLoss[0]);
  await page.selectOption('.filters select >> nth=0', 'page');
  await page.waitForFunction(() => location.search.includes('order=page'));
  const first = (await ask('page'))[0];
  await page.waitForFunction((id) => Number(document.querySelector('verno-field')?.dataset.id) === id, first);
  await page.reload();
  assert.equal(await drawn(page), first);
  const byPage = (await ask('page')).filter((id) => id % 1000 < 500);
  const runs = byPage.map((id) => Math.floor(id / 1000)).filter((row, i, rows) => row !== rows[i - 1]);
  assert.equal(runs.length, new Set(runs).size, 'a page is done with before the next begins');
  byPage.forEach((id, i) => assert.ok(Math.floor(byPage[i - 1] / 1000) !== Math.floor(id / 1000) || byPage[i - 1] < id));
}));

test('08 batches of one field; groups with odd ones marked, the rest one undoable step', () => desk({}, async ({page, folder}) => {
  await page.selectOption('.filters select >> nth=1', 'sent_at');
  await page.waitForFunction(() => location.search.includes('name=sent_at'));
  await drawn(page);
  const count = folder.ids("f.name = 'sent_at' AND f.status = 'review'").length;
  const names = new Set();
  for (let i = 0; i < count; i++) {
    const id = await now(page);
    names.add(folder.field(id)?.name ?? 'sent_at');
    await page.keyboard.press('Enter');
    if (i < count - 1) await drawn(page, id);
  }
  await saved(page);
  assert.deepEqual([...names], ['sent_at']);
  await page.click('text=Groups');
  await page.click('.groups a');
  await page.waitForSelector('.grid .cell img');
  const cells = await page.locator('.grid .cell').count();
  assert.ok(cells >= 2 && cells <= 40);
  await page.waitForFunction((n) => document.querySelectorAll('.grid .cell img').length === n, cells); // none is confirmed unseen
  const before = folder.decisions().length;
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press(' ');
  assert.equal(await page.locator('.cell[aria-selected=true]').count(), 1);
  assert.ok(await page.isVisible('.cell[aria-selected=true] >> text=odd'));
  await page.keyboard.press('Enter');
  await told(page, 'confirmed at once');
  assert.equal(folder.decisions().length - before, cells - 1);
  assert.equal(new Set(folder.sql(`SELECT batch FROM corrections WHERE number > ${before}`).map((row) => row.batch)).size, 1);
  await page.waitForFunction(() => document.querySelector('.grid').hidden);
  await page.keyboard.press('Control+z');
  await page.waitForFunction((n) => document.querySelectorAll('.grid .cell').length === n, cells);
  const undone = folder.decisions().slice(-(cells - 1));
  assert.ok(undone.every((row) => row.decision === 'undo'));
  await frames(page);
}));

test('09 each field says in words why it waits', () => desk({}, async ({page, folder}) => {
  for (let i = 0; i < 12; i++) {
    const id = await now(page);
    const words = await page.locator('.why li').allTextContents();
    const codes = JSON.parse(folder.field(id)?.reasons ?? '["seed"]');
    assert.equal(words.length, codes.length);
    for (const text of words) assert.match(text, /^[A-Z][a-z].* .*[^_]+$/);
    await page.keyboard.press('Enter');
    await drawn(page, id);
  }
}));

test('10 confidence is words and a sign, contrast holds, axe finds nothing, 200 % zoom works', () => desk({}, async ({page, open}) => {
  await page.keyboard.press('Enter');
  await drawn(page, await now(page) + 0.5);
  assert.match(await page.textContent('.confidence'), /^[●◕◑○] [a-z ]+, \d+ %$/);
  assert.deepEqual(await faults(page), []);
  await page.keyboard.press('F2');
  await page.waitForSelector('dialog[open] img');
  assert.deepEqual(await faults(page), []);
  const rest = ['?view=groups', '?view=pages', '?view=group&by=value&name=addressee&what=%D0%A1%D0%9E%D0%92%D0%9F%D0%9E%D0%A1%D0%9E%D0%9B'];
  for (const query of [...rest, await pageQuery(open)]) {
    const other = await open('anna', {query});
    await other.waitForSelector('main h1, main h2');
    await frames(other);
    assert.deepEqual(await faults(other), [], query);
    await other.close();
  }
  const nameless = await open('', {empty: true});
  await nameless.waitForSelector('dialog[open]');
  assert.deepEqual(await faults(nameless), []);
  for (const query of ['', '?view=groups', await pageQuery(open)]) {
    const large = await open('anna', {viewport: {width: 640, height: 400}, deviceScaleFactor: 2, query});
    await large.waitForSelector('main > *');
    await frames(large);
    assert.ok(await large.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${query} scrolls sideways`);
    if (query) continue;
    assert.ok(await large.evaluate(() => ['.crop-area', '#value'].every((one) => {
      const {top, bottom} = document.querySelector(one).getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    })), 'crop and input are seen together');
    for (let i = 0; i < 6; i++) {
      const id = await now(large);
      await large.keyboard.press('Enter');
      await drawn(large, id);
      assert.ok(await large.evaluate(() => {
        const [box, area] = ['.box', '.crop-area'].map((one) => document.querySelector(one)?.getBoundingClientRect());
        return !box || (box.top >= area.top && box.top < area.bottom - 10);
      }), `the box of ${await now(large)} is out of sight`);
    }
  }
}));

async function pageQuery(open) {
  const list = await open('anna', {query: '?view=pages'});
  const href = await list.getAttribute('main a', 'href');
  await list.close();
  return href;
}
