// points-deciding.mjs - points 11 to 15 and 20: what keys do, and what the server makes of it.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {chord, desk, drawn, frames, now, saved, told, value, watchDecisions} from './browser.mjs';

const open11 = (folder) => folder.ids("f.status = 'review' AND f.name = 'sent_at' AND f.value IS NOT NULL")[0];

test('11 alternatives by Alt+digit, changes marked, typed input never overwritten', () => desk({
  query: '?name=sent_at', prepare(folder) {
    const id = open11(folder);
    const {value: text} = folder.field(id);
    folder.setField(id, {confidence: 0.001, alternatives: `json('[["${text.replace('T0', 'T1')}",0.2],["${text.replace('1950', '1951')}",0.1]]')`});
  },
}, async ({page, folder}) => {
  const id = open11(folder);
  assert.equal(await now(page), id);
  const read = await value(page);
  assert.deepEqual(await page.locator('.offers li >> nth=0 >> mark').allTextContents(), ['1']);
  await page.keyboard.press('Alt+Digit2');
  assert.equal(await value(page), read.replace('1950', '1951'));
  await page.keyboard.press('Alt+Digit1');
  assert.equal(await value(page), read.replace('T0', 'T1'));
  assert.equal(await page.evaluate(() => document.activeElement.id), 'value');
  const answers = [];
  await page.route('**/api/check', (route) => new Promise((go) => answers.push(() => go(route.continue()))));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('16.5.1950');
  await page.waitForTimeout(200);
  await page.keyboard.type(' 4 час. 5 мин.');
  for (const answer of answers.splice(0)) answer();
  await page.waitForTimeout(200);
  assert.equal(await value(page), '16.5.1950 4 час. 5 мин.');
  for (const answer of answers.splice(0)) answer();
  await page.waitForTimeout(100);
  assert.equal(await value(page), '16.5.1950 4 час. 5 мин.');
}));

test('12 unsure, illegible, absent, not this field: one chord each, on a Russian layout', () => desk({}, async ({page, folder}) => {
  const sent = watchDecisions(page);
  for (const [code, key] of [['KeyU', 'г'], ['KeyI', 'ш'], ['KeyA', 'ф'], ['KeyN', 'т']]) {
    const id = await now(page);
    await chord(page, code, key, 1);
    await drawn(page, id);
  }
  await saved(page);
  assert.deepEqual(sent.map((one) => one.decision), ['unsure', 'illegible', 'absent', 'other']);
  const kept = folder.decisions();
  assert.deepEqual(kept.map((row) => row.decision), sent.filter(({id}) => id % 1000 < 500).map((one) => one.decision));
}));

test('13 validators run while typing; a second Enter keeps a failing value as override', () => desk({query: '?name=received_at'}, async ({page, folder}) => {
  const id = await now(page);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('99.У');
  await page.waitForSelector('#verdict .bad');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(200);
  assert.equal(await now(page), id);
  assert.match(await page.textContent('#verdict'), /Enter again/);
  assert.equal(folder.decisions().length, 0);
  await page.keyboard.press('Enter');
  await drawn(page, id);
  await saved(page);
  assert.deepEqual(folder.decisions().map((row) => [row.decision, row.becomes]), [['override', '99.У']]);
  const next = await now(page);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('0 час. 45 мин. 16.У 1950');
  await page.waitForSelector('#verdict .good');
  await page.keyboard.press('Enter');
  await drawn(page, next);
  await saved(page);
  assert.deepEqual(folder.decisions().slice(1).map((row) => [row.decision, row.becomes]), [['edit', '1950-05-16T00:45']]);
}));

test('13 an addressee that is none of the known ones is said to be so, and may be kept', () => desk({
  query: '?name=addressee&form=form-17', prepare(folder) {
    const [id] = folder.ids("f.name = 'addressee' AND json_extract(p.record, '$.form.id') = 'form-17' AND f.value = 'СОВПОСОЛ'");
    folder.setField(id, {status: "'review'", reasons: "'[\"low_confidence\"]'", confidence: 0.001});
  },
}, async ({page, folder}) => {
  const id = await now(page);
  const type = async (text) => {
    await page.keyboard.press('Control+a');
    await page.keyboard.type(text);
    await page.waitForFunction((value) => document.querySelector('#verdict .good')?.textContent.includes(value), text);
    return page.textContent('#verdict');
  };
  assert.match(await type('НИКОМУ'), /no known value/);
  assert.doesNotMatch(await type('СОВПОСЛУ'), /no known value/);
  assert.match(await type('НИКОМУ'), /no known value/);
  await page.keyboard.press('Enter');
  await drawn(page, id);
  await saved(page);
  assert.deepEqual(folder.decisions().map((row) => [row.decision, row.becomes]), [['edit', 'НИКОМУ']]);
}));

test('14 blind: no answer holds the machine’s value; two readers, then an arbiter', () => desk({
  noPage: true,
  prepare(folder) {
    const [first, second] = folder.ids("f.status = 'review' AND f.name = 'addressee'");
    for (const id of [first, second])
      folder.setField(id, {value: "'ХЯЩУР'", raw: "'хящур'", confidence: 0.001, reasons: "'[\"double\"]'", status: "'review'"});
  },
}, async ({open, folder}) => {
  const leaks = [];
  const blind = async (who, ...texts) => {
    const page = await open(who, {query: '?name=addressee', before: (fresh) => fresh.on('response', async (answer) => {
      if (answer.headers()['content-type']?.includes('json') && /ХЯЩУР|хящур/.test(await answer.text().catch(() => ''))) leaks.push(answer.url());
    })});
    for (const text of texts) {
      const id = await now(page);
      assert.equal(await value(page), '');
      assert.match(await page.textContent('#hint'), /afresh/);
      assert.doesNotMatch(await page.content(), /ХЯЩУР|хящур/);
      await page.keyboard.press('Enter');
      await frames(page);
      assert.equal(await now(page), id, 'an empty reading is none');
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
      await drawn(page, id);
    }
    await saved(page);
    return page;
  };
  const anna = await blind('anna', 'ПЕКИН', 'СОВПОСОЛ');
  assert.ok(!(await anna.evaluate(() => document.querySelector('#hint').textContent)).includes('afresh'), 'not both readings by one');
  await blind('boris', 'ТОКИО', 'совпосол');
  assert.deepEqual(leaks, []);
  const judge = await open('clara', {query: '?name=addressee'});
  assert.match(await judge.textContent('#hint'), /differ/);
  const both = await judge.locator('.offers li').allTextContents();
  assert.match(both.join(), /ПЕКИН.*anna.*ТОКИО.*boris/);
  const id = await now(judge);
  await judge.keyboard.press('Alt+Digit2');
  assert.equal(await value(judge), 'ТОКИО');
  await judge.keyboard.press('Enter');
  await drawn(judge, id);
  await saved(judge);
  const made = folder.decisions();
  assert.deepEqual(made.map((row) => `${row.who} ${row.decision} ${row.becomes}`),
    ['anna first ПЕКИН', 'anna first СОВПОСОЛ', 'boris second ТОКИО', 'boris second совпосол', 'clara arbiter ТОКИО']);
}));

test('15 Ctrl+Z takes back decisions one by one, also after reload; in an edited field it undoes typing', () => desk({}, async ({page, folder}) => {
  const order = [];
  while (order.length < 4) {
    const id = await now(page);
    if (id % 1000 < 500) order.push(id);
    await page.keyboard.press('Enter');
    await drawn(page, id);
  }
  const text = await value(page);
  await page.keyboard.type('я');
  await page.waitForTimeout(600);
  await page.keyboard.type('ы');
  await page.keyboard.press('Control+z');
  assert.equal(await value(page), `${text}я`);
  await page.keyboard.press('Control+z');
  assert.equal(await value(page), text);
  await saved(page);
  assert.equal(folder.decisions().length, 4);
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
  assert.deepEqual(made.map((row) => row.decision), ['confirm', 'confirm', 'confirm', 'confirm', 'undo', 'undo', 'undo', 'undo']);
  assert.ok(folder.sound());
}));

test('20 progress line, planted errors, both languages, look-alikes', () => desk({
  prepare: (folder) => folder.sql("UPDATE fields SET confidence = 0.999 WHERE status = 'accepted'"),
}, async ({page, server}) => {
  const {ids} = (await server.ask('anna', '/api/queue?order=loss')).body;
  const planted = ids.find((id) => id % 1000 >= 500);
  assert.ok(planted, 'an error is planted');
  await page.keyboard.press('Enter');
  await drawn(page, ids[0]);
  await saved(page);
  assert.match(await page.textContent('.progress'), /\d+ left · 1 done · 1 yours · \d+ a minute · about \d+ min to go/);
  await page.goto(`${server.address}?field=${planted}`);
  await drawn(page);
  assert.equal(await now(page), planted);
  await page.keyboard.press('Enter');
  await told(page, 'slipped through');
  await page.waitForFunction(() => document.querySelector('.progress').textContent.includes('noticed: 0 of 1'));
  await page.goto(`${server.address}?name=addressee`);
  await drawn(page);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('CОВПОСОЛ'); // the first letter is Latin
  await page.waitForSelector('#verdict .warn');
  assert.match(await page.textContent('#verdict .warn'), /C/);
  await page.click('text=Русский');
  await page.waitForFunction(() => document.documentElement.lang === 'ru');
  await drawn(page);
  assert.equal(await value(page), 'CОВПОСОЛ', 'what was typed outlives the change of language');
  assert.match(await page.textContent('.progress'), /осталось \d+ · готово \d+/);
  assert.doesNotMatch(await page.evaluate(() => document.querySelector('.actions').textContent.replace(/Enter|Alt|Ctrl|F2/g, '')), /[a-z]{3}/);
  await page.reload();
  await drawn(page);
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'ru');
  await page.goto(`${server.address}?name=received_at`);
  await drawn(page);
  assert.match(await page.locator('.filters select >> nth=1').textContent(), /Получена/);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('99.У');
  await page.waitForSelector('#verdict .bad');
  assert.doesNotMatch(await page.textContent('#verdict'), /[a-z]{3}/, 'why it is refused, in the same language');
}));
