// Every kind of page in every variant: WCAG 2.2 AA by axe, and that it fits, loads and asks for nothing.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { DESKTOP, NARROW, PHONE, look, open, pages } from './site.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// Each kind of page is seen in both schemes at both widths; the variants share these out.
const LOOKS = {
  'zh-Hans': [['light', DESKTOP], ['dark', PHONE]],
  'zh-Hant-TW': [['dark', DESKTOP], ['light', PHONE]],
  'zh-Hant-HK': [['dark', PHONE]],
  en: [['light', DESKTOP], ['dark', PHONE]],
};

let site;
before(async () => { site = await open(); });
after(() => site.close());

describe('each page', { concurrency: 2 }, () => {
  for (const { kind, tag, url } of pages) {
    test(`${tag}: ${kind}`, async () => {
      for (const [colorScheme, viewport] of LOOKS[tag]) {
        const { page, complaints, close } = await look(site, url, { colorScheme, viewport });
        assert.deepEqual(await violations(page), [], `${colorScheme}, ${viewport.width} pixels wide`);
        if (viewport === PHONE) {
          assert.equal(await page.getAttribute('html', 'lang'), tag);
          assert.equal(await page.locator('h1').count(), 1);
          assert.deepEqual(await page.evaluate(brokenFragments), []);
          assert.deepEqual(await page.evaluate(runningScripts), []);
          assert.deepEqual(await page.evaluate(wrongPictures), []);
          assert.equal(await page.evaluate(widest), '', `fits ${PHONE.width} pixels`);
          await page.setViewportSize(NARROW);
          assert.equal(await page.evaluate(widest), '', `fits ${NARROW.width} pixels`);
        }
        assert.deepEqual(complaints, []);
        await close();
      }
    });
  }
});

async function violations(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate((values) => axe.run({ runOnly: { type: 'tag', values } }), RULES);
  assert.ok(found.passes.length > 20, 'axe looked at the page');
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`));
}

// What follows runs in the page.

/** The outermost element that sticks out at the side, or nothing. */
function widest() {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return '';
  const out = [...document.body.querySelectorAll('*')].find((part) => part.getBoundingClientRect().right > room + 1);
  return out ? out.outerHTML.slice(0, 200) : `${document.documentElement.scrollWidth}`;
}

function brokenFragments() {
  return [...document.querySelectorAll('a[href^="#"]')].map((link) => link.hash)
    .filter((hash) => !document.getElementById(decodeURIComponent(hash.slice(1))));
}

function runningScripts() {
  return [...document.scripts].filter((script) => script.type !== 'application/ld+json').map((script) => script.outerHTML);
}

/** Pictures that do not load, are stretched, or have no alternative text at all. */
async function wrongPictures() {
  const wrong = [];
  for (const image of document.images) {
    image.loading = 'eager';
    await image.decode().catch(() => wrong.push(`does not load: ${image.src}`));
    const given = image.getAttribute('width') / image.getAttribute('height');
    const real = image.naturalWidth / image.naturalHeight;
    if (!(Math.abs(given / real - 1) < 0.01)) wrong.push(`is stretched: ${image.src} ${given} ${real}`);
    if (!image.hasAttribute('alt')) wrong.push(`has no alt: ${image.src}`);
  }
  return wrong;
}
