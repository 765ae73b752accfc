// further.mjs - what the desk promises besides the twenty points: keystrokes counted, no decision lost, pages and lines.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {desk, drawn, now, saved, sentAll, told, value, watchDecisions} from './browser.mjs';

test('keys: 1 confirms a right value, at most 4 correct one digit', () => desk({
  query: '?name=sent_at', prepare(folder) {
    for (const id of folder.ids("f.name = 'sent_at' AND f.status = 'review'")) folder.setField(id, {value: "'1950-05-16T01:30'", alternatives: "json('[]')"});
  },
}, async ({page, folder}) => {
  let keys = 0;
  const press = (key) => {
    keys++;
    return page.keyboard.press(key);
  };
  const id = await now(page);
  await press('Enter');
  const next = await drawn(page, id);
  assert.equal(keys, 1);
  keys = 0;
  await press('ArrowLeft');
  await press('Backspace');
  await press('5');
  await press('Enter');
  await drawn(page, next);
  await saved(page);
  assert.ok(keys <= 4);
  assert.deepEqual(folder.decisions().map((row) => [row.decision, row.becomes]), [['confirm', '1950-05-16T01:30'], ['edit', '1950-05-16T01:50']]);
}));

test('50 fields at a person’s pace without a mouse: none lost, skipped or decided twice', () => desk({}, async ({page, server, folder}) => {
  const {ids} = (await server.ask('anna', '/api/queue?order=loss')).body;
  const sent = watchDecisions(page);
  const chance = [20, 60, 35, 50, 25, 45];
  for (let i = 0; i < 50; i++) {
    await page.keyboard.press(i % 7 === 6 ? 'Alt+KeyU' : 'Enter');
    await page.waitForTimeout(chance[i % chance.length]);
  }
  await sentAll(sent, 50);
  await saved(page);
  assert.deepEqual(sent.map((one) => one.id), ids.slice(0, 50));
  const made = folder.decisions();
  assert.equal(new Set(made.map((row) => `${row.page} ${row.field}`)).size, made.length);
  assert.equal(made.length, sent.filter(({id}) => id % 1000 < 500).length);
  assert.ok(folder.sound());
}));

test('the server is killed 20 times between decisions: no acknowledged decision is missing', () => desk({}, async ({page, server, folder}) => {
  const acknowledged = [];
  page.on('response', async (answer) => {
    if (!answer.url().endsWith('/api/decide') || !answer.ok()) return;
    const {id} = JSON.parse(answer.request().postData());
    if (id % 1000 < 500) acknowledged.push(id);
  });
  for (let i = 0; i < 20; i++) {
    const id = await now(page);
    await page.keyboard.press('Enter');
    if (i % 2) await saved(page); // every other time the kill may meet the decision on its way
    await server.kill();
    await server.start();
    await saved(page);
    await drawn(page, id);
  }
  const kept = new Set(folder.decisions().map((row) => `${row.page} ${row.field}`));
  assert.ok(acknowledged.length >= 15);
  for (const id of acknowledged) {
    const {page: of, name} = folder.field(id);
    assert.ok(kept.has(`${of} ${name}`), `${id} is missing`);
  }
  assert.equal(folder.decisions().length, kept.size, 'none was made twice');
  assert.ok(folder.sound());
}));

test('a page and its text: words tied to their places, a line and an annotation corrected, a box added', () => desk({query: '?view=pages'}, async ({page, folder}) => {
  await page.click('main a >> nth=0');
  await page.waitForSelector('.paper img');
  await page.focus('button.line >> nth=3');
  await page.keyboard.press('ArrowRight');
  assert.equal(await page.locator('polygon.word.now').count(), 1);
  assert.equal(await page.locator('button.line .now').count(), 1);
  await page.hover('button.line >> nth=2 >> span >> nth=0');
  assert.ok(await page.locator('polygon.word.now').count() >= 1);
  await page.focus('button.line >> nth=3');
  await page.keyboard.press('Enter');
  await page.keyboard.type(' проба');
  await page.keyboard.press('Enter');
  await told(page, 'Line 4 saved');
  assert.match(folder.decisions().at(-1).becomes, / проба$/);
  const number = await page.locator('.annotations fieldset').count();
  await page.click('text=Add one');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await told(page, 'Annotation saved');
  assert.equal(await page.locator('.annotations fieldset').count(), number + 1);
  await page.locator('.annotations input').last().fill('виза');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.value === 'виза' && document.activeElement.closest('.annotations'));
  await page.waitForTimeout(200);
  await page.locator('.annotations button', {hasText: 'Remove'}).last().click();
  await page.waitForSelector('.annotations .removed');
  assert.equal(folder.decisions().length, 4);
  await page.check('.turn input');
  assert.ok(await page.locator('.zones polygon.field').count() > 5);
  await page.click('.tools >> text=Turn');
  assert.match(await page.getAttribute('.paper', 'style'), /rotate\(90deg\)/);
  assert.ok(folder.sound());
}));

test('a list is typed one entry a line; a name is asked for before the first decision', () => desk({noPage: true}, async ({open, folder}) => {
  const page = await open('', {empty: true, query: '?name=copies_to'});
  await page.waitForSelector('dialog[open] input');
  await page.keyboard.type('Анна');
  await page.keyboard.press('Enter');
  const id = await drawn(page);
  assert.match(await value(page), /\n/);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Сталину');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('Молотову');
  await page.keyboard.press('Enter');
  await drawn(page, id);
  await saved(page);
  const [made] = folder.decisions();
  assert.equal(made.who, 'Анна');
  assert.deepEqual(JSON.parse(made.becomes), ['Сталину', 'Молотову']);
}));

test('50 decisions are taken back one by one after a reload, each to its own field', () => desk({}, async ({page, folder}) => {
  const order = [];
  while (order.length < 50) {
    const id = await now(page);
    if (id % 1000 < 500) order.push(id); // a planted error is no decision
    await page.keyboard.press(order.length % 9 === 8 ? 'Alt+KeyI' : 'Enter');
    await drawn(page, id);
  }
  await saved(page);
  assert.equal(folder.decisions().length, 50);
  await page.reload();
  await drawn(page);
  for (const id of [...order].reverse()) {
    const before = await now(page);
    await page.keyboard.press('Control+z');
    assert.equal(await drawn(page, before), id);
  }
  await page.keyboard.press('Control+z');
  await told(page, 'Nothing to take back');
  const made = folder.decisions();
  assert.equal(made.length, 100);
  assert.ok(made.slice(50).every((row) => row.decision === 'undo'));
  assert.deepEqual(made.slice(50).map((row) => `${row.page} ${row.field}`), made.slice(0, 50).map((row) => `${row.page} ${row.field}`).reverse());
  assert.ok(folder.sound());
}));

test('a lease is kept while the field is open, and ends with its time: another reviewer gets the field', () => desk({query: '?name=addressee', server: ['--lease', '2']}, async ({page, server, open}) => {
  const id = await now(page);
  const ask = async () => (await server.ask('boris', '/api/lease', {id})).status;
  await page.waitForTimeout(3500); // longer than it lasts: the page asked again
  assert.equal(await ask(), 423);
  const {ids} = (await server.ask('boris', '/api/queue?name=addressee')).body;
  assert.ok(!ids.includes(id), 'not offered to another');
  await page.context().close();
  const left = Date.now();
  let status = 423;
  while (status === 423 && Date.now() - left < 10000) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    status = await ask();
  }
  assert.equal(status, 200);
  await server.ask('boris', '/api/lease', {id: ids[0]}); // one at a time: the field is free again
  const boris = await open('boris', {query: '?name=addressee'});
  assert.equal(await now(boris), id);
  await boris.keyboard.press('Enter');
  await drawn(boris, id);
  await saved(boris);
}));

test('a certification shows the room for its signature, not only the label', () => desk({noPage: true}, async ({folder, server}) => {
  const ids = folder.ids("f.name = 'certification' AND f.value = 'present'");
  assert.ok(ids.length > 0);
  for (const id of ids) {
    const {body: field} = await server.ask('anna', `/api/field/${id}`);
    const {body: page} = await server.ask('anna', `/api/page/${field.page}`);
    const [x0, y0, x1, y1] = field.page_box;
    const label = page.fields.find((one) => one.id === id).quad;
    assert.ok(x1 - x0 > 3 * (label[1][0] - label[0][0]), 'wider than the label');
    const inside = page.annotations.filter(({kind, quad}) => {
      const [x, y] = [0, 1].map((i) => (Math.min(...quad.map((point) => point[i])) + Math.max(...quad.map((point) => point[i]))) / 2);
      return ['signature', 'handwriting'].includes(kind) && x > x0 && x < x1 && y > y0 && y < y1;
    });
    assert.ok(inside.length > 0, `the ink that was taken for a signature is within the box of ${id}`);
    const {crop} = field;
    assert.ok(crop.box[2] - crop.box[0] <= crop.width && crop.box[3] - crop.box[1] <= crop.height);
  }
}));

test('two persons change one annotation: both versions are shown in words, nothing is overwritten', () => desk({query: '?view=pages'}, async ({page, server, folder}) => {
  await page.click('main a >> nth=0');
  await page.waitForSelector('.annotations fieldset');
  const number = Number(new URL(page.url()).searchParams.get('page'));
  const change = (kind, text, removed, version, box = null) => server.ask('boris', '/api/annotation', {page: number, annotation: 0, version, kind, text, box, removed, seconds: 1});
  assert.equal((await change('stamp', 'Архив', true, 0, [100, 100, 200, 150])).status, 200);
  await page.locator('.annotations select').first().selectOption('signature');
  await page.waitForSelector('dialog.conflict[open]');
  const text = await page.textContent('dialog.conflict');
  assert.match(text, /boris: stamp, “Архив”, box drawn anew, removed.*Yours: signature/s);
  assert.doesNotMatch(text, /[{}[\]]|null|quad/);
  assert.equal(folder.decisions().length, 1);
  await page.keyboard.press('Alt+Digit2');
  await told(page, 'saved');
  assert.deepEqual(folder.decisions().map((row) => [row.who, JSON.parse(row.becomes).kind]), [['boris', 'stamp'], ['anna', 'signature']]);
}));
