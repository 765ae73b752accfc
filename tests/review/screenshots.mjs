// screenshots.mjs FIELD.png GROUP.png PAGE.png - the pictures of README. VERNO and FOLDER as for the tests.
import {chord, desk, drawn, frames, shut} from './browser.mjs';

const [field, group, whole] = process.argv.slice(2);
const viewport = {width: 1200, height: 760};

await desk({noPage: true}, async ({open}) => {
  const page = await open('anna', {viewport, query: '?name=sent_at'});
  await page.keyboard.press('Enter');
  await drawn(page);
  for (let i = 0; i < 6 && !(await page.locator('.offers li').count()); i++) {
    await chord(page, 'KeyU', 'u', 1);
    await drawn(page);
  }
  await page.waitForTimeout(400);
  await page.screenshot({path: field});
  const groups = await open('anna', {viewport, query: '?view=groups'});
  await groups.click('.groups a');
  await groups.waitForSelector('.cell img');
  await groups.waitForFunction(() => document.querySelectorAll('.cell img').length === document.querySelectorAll('.cell').length);
  await groups.waitForTimeout(600);
  await groups.keyboard.press('ArrowRight');
  await groups.keyboard.press(' ');
  await groups.screenshot({path: group});
  const pages = await open('anna', {viewport, query: '?view=pages'});
  await pages.click('main a');
  await pages.waitForSelector('.paper img');
  await pages.check('.turn input');
  await pages.focus('button.line >> nth=4');
  await pages.keyboard.press('ArrowDown');
  await pages.keyboard.press('ArrowRight');
  await frames(pages);
  await pages.screenshot({path: whole});
});
await shut();
