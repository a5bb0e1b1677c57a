// `huimeng serve` as an editor sees it: pages follow saves, errors lie over them and go, the bar tells where a page
// comes from.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { DESKTOP, PHONE, binary, launch } from './site.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const MARK = 'content/about/mark.md';
const FILES = {
  [MARK]: record('记号', '记号 0。'),
  'site.yaml': 'title: 明水\nbase_url: https://example.org/\nlanguages: [zh-Hans, {tag: zh-Hant-TW, path: tw}, en]\n',
  'content/about/a.md': record('关于', '第一版。'),
  'content/about/a.en.md': record('About', 'First.'),
  'content/about/b.md': record('另一页', '不变。'),
  'content/about/long.md': record('长文', `${'一段文字。\n\n'.repeat(120)}结尾。`),
  'content/about/draft.md': '---\ntitle: 草稿\ndraft: true\n---\n\n[关于](a.md)\n',
  'content/news/2024-05-16-pending.md': '---\ntitle: 待定\ndraft: true\n---\n\n还没有定。\n',
  'content/about/links.md': record('链接', '见[草稿](draft.md)。'),
  'static/dot.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>',
  'content/about/picture.md': record('图', '![点](/dot.svg)'),
};

function record(title, text) {
  return `---\ntitle: ${title}\n---\n\n${text}\n`;
}

let folder;
let server;
let origin;
let browser;
const contexts = [];

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huimeng-preview-'));
  for (const [path, text] of Object.entries(FILES)) save(path, text);
  server = spawn(binary(), ['serve', '--site', folder, '--port', '0', '--drafts', '--messages', 'zh', '--editor', 'edit:{path}:{line}:{column}'], { stdio: ['ignore', 'pipe', 'inherit'] });
  origin = await new Promise((resolve, reject) => {
    let said = '';
    server.stdout.on('data', (bytes) => {
      said += bytes;
      const found = said.match(/预览：(http:\/\/\S+)\//);
      if (found) resolve(found[1]);
    });
    server.on('exit', () => reject(new Error(`the preview ended: ${said}`)));
  });
  browser = await launch();
});

after(async () => {
  server.removeAllListeners('exit');
  server.kill();
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
  for (const [path, text] of Object.entries(FILES)) {
    if (path !== MARK && readFileSync(join(folder, path), 'utf8') !== text) save(path, text);
  }
  rmSync(join(folder, 'assets'), { recursive: true, force: true });
  await settled();
});

function save(path, text) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

let marks = 0;

/** Waits until everything that was saved before is on the site: a text that was saved later is. */
async function settled() {
  marks += 1;
  save(MARK, record('记号', `记号 ${marks}。`));
  for (;;) {
    if ((await (await fetch(`${origin}/about/mark/`)).text()).includes(`记号 ${marks}。`)) return;
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}

/** A page that counts its loads, and is listened to by the server. */
async function open(path, options = {}) {
  const context = await browser.newContext({ viewport: DESKTOP, ...options });
  contexts.push(context);
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  let loads = 0;
  page.on('load', () => { loads += 1; });
  await page.goto(origin + path);
  await page.locator('huimeng-preview .bar > button').waitFor();
  return { page, complaints, loads: () => loads };
}

describe('the preview', () => {
  test('loads a page again when it changed, at the place where its reader was', async () => {
    const { page, complaints, loads } = await open('/about/long/');
    const other = await open('/about/b/');
    await page.evaluate(() => scrollTo({ top: 900, behavior: 'instant' }));
    save('content/about/long.md', FILES['content/about/long.md'].replace('结尾。', '新的结尾。'));
    await page.getByText('新的结尾。').waitFor();
    await page.waitForFunction(() => Math.abs(scrollY - 900) < 2);
    assert.equal(loads(), 2);
    assert.equal(other.loads(), 1, 'another page stays as it is');
    assert.deepEqual(complaints, []);
  });

  test('exchanges styles without a load', async () => {
    save('assets/site.css', 'body { color: rgb(1, 2, 3) }\n');
    await settled();
    const { page, complaints, loads } = await open('/about/b/');
    const colour = (wanted) => page.waitForFunction((value) => getComputedStyle(document.body).color === value, wanted);
    await colour('rgb(1, 2, 3)');
    await page.evaluate(() => { window.kept = true; });
    save('assets/site.css', 'body { color: rgb(4, 5, 6) }\n');
    await colour('rgb(4, 5, 6)');
    await page.waitForFunction(() => document.querySelectorAll('head link[rel~="stylesheet"]').length === 1);
    assert.ok(await page.evaluate(() => window.kept));
    assert.equal(loads(), 1);
    assert.deepEqual(complaints, []);
  });

  test('shows a replaced picture without a load', async () => {
    const { page, loads } = await open('/about/picture/');
    const width = (wanted) => page.waitForFunction((value) => document.querySelector('main img').naturalWidth === value, wanted);
    await width(10);
    save('static/dot.svg', FILES['static/dot.svg'].replace('width="10" height="10"><', 'width="10" height="10" id="x"><'));
    await page.waitForFunction(() => document.querySelector('main img').src.includes('huimeng='));
    await width(10);
    assert.equal(loads(), 1);
  });

  test('lays errors over the page in the words of the terminal, and takes them away', async () => {
    const { page, complaints, loads } = await open('/about/a/');
    const overlay = page.locator('huimeng-preview .overlay');
    assert.ok(!(await overlay.isVisible()));
    save('content/about/a.md', record('关于', '[<img src=x onerror=alert(1)>](nowhere.md)'));
    await overlay.waitFor();
    const text = await overlay.innerText();
    for (const part of ['HM0302', 'content/about/a.md:5:1', '^^^', '帮助', '发现 1 个错误', '<img src=x']) assert.ok(text.includes(part), `${part}: ${text}`);
    assert.equal(await overlay.locator('img').count(), 0);
    assert.ok((await overlay.locator('a').first().getAttribute('href')).endsWith('/content/about/a.md:5:1'));
    assert.ok(await page.getByText('第一版。').isVisible(), 'the last good page stays below');
    assert.deepEqual(await violations(page), []);
    await overlay.getByRole('button').click();
    assert.ok(!(await overlay.isVisible()), 'it can be closed');
    save('content/about/b.md', record('另一页', '[x](missing.md)'));
    await overlay.waitFor();
    await page.keyboard.press('Escape');
    assert.ok(!(await overlay.isVisible()), 'by the key as well');
    save('content/about/b.md', record('另一页', '[x](nothing.md)'));
    await overlay.waitFor();
    save('content/about/b.md', FILES['content/about/b.md']);
    save('content/about/a.md', FILES['content/about/a.md']);
    await overlay.waitFor({ state: 'hidden' });
    assert.equal(loads(), 1);
    assert.deepEqual(complaints, []);
  });

  test('shows a template that is wrong, and one that is right again', async () => {
    const { page } = await open('/about/a/');
    save('templates/page.html', '{% if %}');
    await page.locator('huimeng-preview .overlay').waitFor();
    assert.ok((await page.locator('huimeng-preview .overlay').innerText()).includes('templates/page.html:1:'));
    rmSync(join(folder, 'templates'), { recursive: true });
    await page.locator('huimeng-preview .overlay').waitFor({ state: 'hidden' });
  });

  test('tells that a page is missing, until it is there', async () => {
    const { page } = await open('/about/later/');
    assert.equal(await page.getAttribute('html', 'lang'), 'zh-Hans');
    assert.ok((await page.locator('main').innerText()).length > 0);
    save('content/about/later.md', record('后来', '现在有了。'));
    await page.getByText('现在有了。').waitFor();
    rmSync(join(folder, 'content/about/later.md'));
    await page.getByText('现在有了。').waitFor({ state: 'hidden' });
  });

  test('has a bar that tells where the page comes from, and goes by a key', async () => {
    const { page, complaints } = await open('/tw/about/a/');
    const bar = page.locator('huimeng-preview .bar');
    const text = await bar.innerText();
    for (const part of ['content/about/a.md', '原文', '转换', '手写', 'Alt+.', '没有问题']) assert.ok(text.includes(part), `${part}: ${text}`);
    assert.equal(await bar.locator('[aria-current=page]').innerText(), '繁體中文（台灣）');
    assert.ok((await bar.locator('a').first().getAttribute('href')).endsWith('/content/about/a.md:1:1'));
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await violations(page), [], colorScheme);
    }
    await page.keyboard.press('Alt+Period');
    await bar.waitFor({ state: 'hidden' });
    await page.reload();
    const tab = page.locator('huimeng-preview .tab button');
    await tab.waitFor();
    assert.ok(!(await bar.isVisible()), 'it stays away');
    await page.keyboard.press('Alt+Period');
    await bar.waitFor();
    await page.keyboard.press('Alt+Period');
    await tab.click();
    await bar.waitFor();
    assert.ok(!(await tab.isVisible()));
    await bar.getByRole('link', { name: 'English' }).click();
    await page.getByText('First.').waitFor();
    assert.deepEqual(complaints, []);
    await page.emulateMedia({ media: 'print' });
    assert.ok(!(await bar.isVisible()), 'it is not printed');
  });

  test('underlines doubtful conversions and tells what else they could be', async () => {
    save('content/about/a.md', record('关于', `${'一段。\n\n'.repeat(60)}作者崔**常**松。`));
    await settled();
    const { page, complaints } = await open('/tw/about/a/');
    await page.waitForFunction(() => CSS.highlights.get('huimeng-doubt')?.size === 1);
    assert.equal(await page.evaluate(() => [...CSS.highlights.get('huimeng-doubt')].join()), '松');
    const doubts = page.locator('huimeng-preview details', { hasText: '存疑' });
    await doubts.locator('summary').click();
    const text = await doubts.innerText();
    for (const part of ['1 处转换存疑', '也可能是 鬆', 'content/about/a.md:125:']) assert.ok(text.includes(part), `${part}: ${text}`);
    assert.deepEqual(await violations(page), []);
    await doubts.getByRole('button', { name: '松 →' }).click();
    await page.waitForFunction(() => {
      const { top, bottom } = getSelection().rangeCount ? getSelection().getRangeAt(0).getBoundingClientRect() : { top: -1 };
      return String(getSelection()) === '松' && top > 0 && bottom < innerHeight;
    });
    assert.deepEqual(complaints, []);
  });

  test('fits a phone', async () => {
    const { page } = await open('/about/a/', { viewport: PHONE });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    const box = await page.locator('huimeng-preview .bar').boundingBox();
    assert.ok(box.x >= 0 && box.width <= PHONE.width && box.y + box.height <= PHONE.height + 1);
    assert.ok(box.height <= 60, `${box.height} of ${PHONE.height} px`);
    const hide = page.getByRole('button', { name: '隐藏' });
    const place = await hide.boundingBox();
    assert.ok(place.x >= 0 && place.x + place.width <= PHONE.width, 'the button to hide it is in reach');
    await hide.click();
    await page.getByRole('button', { name: '显示预览栏' }).click();
    await page.locator('huimeng-preview .bar').waitFor();
  });

  test('marks drafts, and the site of another day', async () => {
    const { page } = await open('/about/draft/');
    assert.equal(await page.locator('huimeng-preview .ribbon').innerText(), '草稿');
    const links = await open('/about/links/');
    await links.page.locator('main a huimeng-mark').getByText('草稿').waitFor();
    const list = await open('/news/');
    const card = list.page.locator('main .card', { hasText: '待定' });
    await card.locator('huimeng-mark').waitFor();
    const [mark, whole] = [await card.locator('huimeng-mark').boundingBox(), await card.boundingBox()];
    assert.ok(mark.width < 60 && mark.height < 30 && whole.height > mark.height, 'a word beside the title');
    await card.click({ position: { x: whole.width / 2, y: whole.height - 4 } });
    await list.page.waitForURL(`${origin}/news/pending/`);
    await page.locator('huimeng-preview input[type=date]').fill('2020-02-02');
    await page.waitForURL(`${origin}/_huimeng/at/2020-02-02/about/draft/`);
    await page.locator('huimeng-preview .ribbon.date').waitFor();
    await page.getByRole('link', { name: '关于' }).first().click();
    await page.waitForURL(`${origin}/_huimeng/at/2020-02-02/about/a/`);
    await page.getByRole('link', { name: '回到现在' }).click();
    await page.waitForURL(`${origin}/about/a/`);
  });

  test('keeps one connection for the page that is seen', async () => {
    const { page } = await open('/about/a/');
    // More tabs than a browser has connections to one server.
    for (let tab = 0; tab < 8; tab += 1) {
      const next = await page.context().newPage();
      await next.goto(`${origin}/about/b/`, { timeout: 20_000, waitUntil: 'commit' });
      await next.evaluate(() => {
        Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
        document.dispatchEvent(new Event('visibilitychange'));
      });
    }
    save('content/about/a.md', record('关于', '第一版。又一版。'));
    await page.getByText('又一版。').waitFor();
  });
});

async function violations(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => axe.run('huimeng-preview', { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] } }));
  assert.ok(found.passes.length > 3, 'axe looked at the bar');
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}
