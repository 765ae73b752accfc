// points-keeping.mjs - points 16 to 19: nothing is lost, overwritten or taken for anything but text.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {desk, drawn, frames, now, saved, told, value} from './browser.mjs';

test('16 history of a field; an edited row of the database makes verification fail', () => desk({query: '?name=addressee'}, async ({page, folder, open}) => {
  const id = await now(page);
  await page.waitForTimeout(300);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('ПЕКИН');
  await page.keyboard.press('Enter');
  await drawn(page, id);
  await saved(page);
  const again = await open('boris', {query: `?field=${id}`});
  await again.keyboard.press('Alt+KeyH');
  await again.waitForSelector('.history td');
  const cells = await again.locator('.history tbody tr >> nth=0 >> td').allTextContents();
  assert.match(cells[0], /^\d{4}-\d\d-\d\d \d\d:\d\d/);
  assert.equal(cells[1], 'anna');
  assert.equal(cells[2], 'corrected');
  assert.equal(cells[4], 'ПЕКИН');
  assert.ok(Number(cells[5]) > 0);
  assert.ok(folder.sound());
  folder.sql("DROP TRIGGER corrections_stay; UPDATE corrections SET becomes = 'ТОКИО' WHERE number = 1");
  assert.ok(!folder.sound());
}));

test('17 the server is killed between two decisions: “not saved”, input kept, resumed, nothing missing', () => desk({query: '?name=addressee'}, async ({page, server, folder}) => {
  const first = await now(page);
  await page.keyboard.press('Enter');
  const second = await drawn(page, first);
  await saved(page);
  await server.kill();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('МОСКВА');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.state.not_saved');
  assert.match(await page.textContent('.state'), /not saved/);
  await told(page, 'Not saved');
  assert.equal(await now(page), second);
  assert.equal(await value(page), 'МОСКВА');
  await page.waitForTimeout(700);
  assert.equal(await value(page), 'МОСКВА');
  await server.start();
  await saved(page);
  await drawn(page, second);
  assert.deepEqual(folder.decisions().map((row) => row.becomes).slice(1), ['МОСКВА']);
  await server.kill();
  await page.keyboard.press('Enter');
  await page.waitForSelector('.state.not_saved');
  await server.start();
  await page.reload(); // what is not saved outlives a reload
  await drawn(page);
  await saved(page);
  assert.equal(folder.decisions().length, 3);
  assert.ok(folder.sound());
}));

test('18 two browsers on one field: a conflict with both values, nothing overwritten; leases', () => desk({query: '?name=addressee'}, async ({page, server, folder, open}) => {
  const {ids} = (await server.ask('boris', '/api/queue?name=addressee')).body;
  const first = await now(page);
  await page.waitForTimeout(500); // until the lease
  const leased = await server.ask('boris', '/api/lease', {id: first});
  assert.equal(leased.status, 423);
  assert.equal(leased.body.who, 'anna');
  assert.ok(leased.body.seconds > 0 && leased.body.seconds <= 60);
  const target = ids.find((id) => id !== first && id % 1000 < 500);
  const others = await open('carl', {query: `?name=addressee&field=${first}`});
  await others.waitForFunction((id) => Number(document.querySelector('verno-field').dataset.id) !== id, first);
  await told(others, 'anna');
  await others.close();
  assert.notEqual(ids.at(-1), target);
  await server.ask('carl', '/api/lease', {id: ids.at(-1)}); // carl was led on, maybe to the target, and may hold it
  // Anna holds the field ready, unseen; Boris decides it meanwhile.
  const decided = await server.ask('boris', '/api/decide', {id: target, version: 0, decision: 'edit', value: 'ТОКИО', seconds: 1});
  assert.equal(decided.status, 200, JSON.stringify(decided.body));
  for (let id = first; id !== target;) {
    await page.keyboard.press('Enter');
    id = await drawn(page, id);
  }
  await page.keyboard.press('Control+a');
  await page.keyboard.type('ПЕКИН');
  await page.keyboard.press('Enter');
  await page.waitForSelector('dialog.conflict[open]');
  const text = await page.textContent('dialog.conflict');
  assert.match(text, /boris.*ТОКИО.*ПЕКИН/s);
  assert.equal(folder.decisions().at(-1).becomes === 'ПЕКИН', false);
  await page.keyboard.press('Enter');
  assert.ok(await page.isVisible('dialog.conflict'), 'a key on its way answers nothing');
  await page.keyboard.press('Alt+Digit2');
  await saved(page);
  const last = folder.decisions().at(-1);
  assert.deepEqual([last.who, last.was, last.becomes], ['anna', 'ТОКИО', 'ПЕКИН']);
}));

const WILD = '<img src=x onerror="window.planted=1"><script>window.planted=1</script> & "quotes" \' \u202eabc\u202c \u200b{end}';

test('19 markup, script, quotes, bidi controls, 10,000 characters: plain visible text; a planted script is blocked', () => desk({
  prepare(folder) {
    const [first] = folder.ids("f.name = 'body' AND f.status = 'review'");
    const [second] = folder.ids("f.name = 'addressee' AND f.status = 'review'");
    const quoted = `'${WILD.replaceAll("'", "''")}'`;
    folder.setField(second, {value: quoted, raw: quoted, confidence: 0.001, alternatives: `json_array(json_array(${quoted}, 0.1))`});
    const long = `replace(hex(zeroblob(5000)), '00', 'Ш<b>')`;
    folder.setField(first, {value: `substr(${long}, 1, 10000)`, raw: `substr(${long}, 1, 10000)`, confidence: 0.001});
    const {page} = folder.field(second);
    folder.sql(`UPDATE pages SET record = json_set(record, '$.lines[0].text', ${quoted}, '$.lines[0].words[0].text', ${quoted}) WHERE id = '${page}'`);
    folder.wild = second;
    folder.long = first;
  },
}, async ({page, folder, server}) => {
  const visit = async (query) => {
    await page.goto(`${server.address}${query}`);
    await page.waitForSelector('main > *');
    await page.waitForTimeout(400);
    if (query.includes('field=')) await drawn(page);
  };
  await visit(`?field=${folder.wild}`);
  assert.equal(await value(page), WILD);
  const facts = await page.textContent('.facts');
  assert.ok(facts.includes('<script>window.planted=1</script>'));
  assert.ok(facts.includes('U+202E') && facts.includes('U+200B') && !facts.includes('\u202e'));
  assert.match(await page.textContent('#hint'), /U\+202E/);
  assert.equal(await page.locator('main img').count(), 1, 'no element was made of the text');
  await visit(`?field=${folder.long}`);
  assert.equal((await value(page)).length, 10000);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  const seen = await page.evaluate(() => document.querySelector('.accept').getBoundingClientRect().bottom);
  assert.ok(seen < 900, 'the buttons stay near');
  await visit(`?view=page&page=${Math.floor(folder.wild / 1000)}`);
  assert.ok((await page.textContent('.lines')).includes('onerror'));
  await visit('?view=groups');
  assert.equal(await page.evaluate(() => window.planted), undefined);
  assert.deepEqual(page.errors, []);
  const blocked = await page.evaluate(() => new Promise((resolve) => {
    document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
    const script = document.createElement('script');
    script.textContent = 'window.planted = 1';
    document.body.append(script);
    setTimeout(() => resolve('nothing'), 1000);
  }));
  assert.match(blocked, /script-src/);
  assert.equal(await page.evaluate(() => window.planted), undefined);
  await frames(page);
}));
