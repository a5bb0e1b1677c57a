// What a reader does: reads without scripts, goes by keyboard, prints, sits in the dark, follows old links.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { PHONE, look, open } from './site.js';

let site;
before(async () => { site = await open(); });
after(() => site.close());

describe('a reader', () => {
  test('reads with scripts turned off', async () => {
    const { page, close } = await look(site, '/news/members-at-a-glance/', { javaScriptEnabled: false, viewport: PHONE });
    assert.ok(await page.locator('h1').isVisible());
    assert.ok((await page.locator('.article-body').innerText()).length > 200);
    const entry = page.locator('.toc-fold a').first();
    assert.ok(!(await entry.isVisible()));
    await page.locator('.toc-fold summary').click();
    assert.ok(await entry.isVisible());
    await entry.click();
    assert.ok(decodeURIComponent(page.url()).includes('#'));
    await close();
  });

  test('goes by keyboard: the way past the menu first, and always sees where', async () => {
    for (const colorScheme of ['light', 'dark']) {
      const { page, close } = await look(site, '/news/mingshui-paradigm/', { colorScheme });
      await page.keyboard.press('Tab');
      const skip = await page.evaluate(focused);
      assert.ok(skip.isSkip && skip.isInView && skip.outline >= 2, JSON.stringify(skip));
      for (let step = 0; step < 25; step += 1) {
        await page.keyboard.press('Tab');
        const at = await page.evaluate(focused);
        assert.ok(at.isInView && at.outline >= 2, JSON.stringify(at));
      }
      await page.reload();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      assert.equal(await page.evaluate(() => document.activeElement.tagName), 'MAIN');
      await close();
    }
  });

  test('prints the text and not the menus', async () => {
    const { page, close } = await look(site, '/news/eleven-agreements/', { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    for (const gone of ['.skip', '.menu', '.langs', '.trail', '.neighbours', '.related', '.footer-links', '.footer-langs']) {
      const parts = page.locator(gone);
      assert.ok(await parts.count() > 0, gone);
      assert.ok(!(await parts.first().isVisible()), gone);
    }
    assert.ok(await page.locator('.article-body').isVisible());
    assert.ok(await page.locator('.brand-name').isVisible());
    assert.equal(await page.evaluate(ground), 'rgb(255, 255, 255)');
    await close();
  });

  test('has a dark page in the dark', async () => {
    const grounds = [];
    for (const colorScheme of ['light', 'dark']) {
      const { page, close } = await look(site, '/', { colorScheme });
      grounds.push((await page.evaluate(ground)).match(/\d+/g).map(Number).reduce((sum, part) => sum + part));
      await close();
    }
    assert.ok(grounds[0] > 600 && grounds[1] < 150, grounds.join(' and '));
  });

  test('finds the lead picture fetched first, those far below later', async () => {
    const { page, close } = await look(site, '/');
    const pictures = await page.locator('main img').evaluateAll((images) =>
      images.map((image) => [image.loading, image.getAttribute('fetchpriority')]));
    assert.ok(pictures[0][0] !== 'lazy' && pictures[0][1] === 'high');
    assert.ok(pictures.length > 2 && pictures.slice(1).every(([loading, first]) => loading === 'lazy' && first === null));
    await close();
  });

  test('jumps to a note and back without losing the line', async () => {
    const { page, close } = await look(site, '/news/mingshui-paradigm/');
    for (const link of ['.footnote-ref a', '.footnote-back']) {
      await page.locator(link).first().click();
      const top = await page.evaluate(() => document.querySelector(':target').getBoundingClientRect().top);
      assert.ok(top >= 8 && top < 800, `${link} leads to ${top}`);
    }
    await close();
  });

  test('is led from an old address to the new one', async () => {
    const { page, complaints, close } = await look(site, '/intro.html');
    await page.waitForURL(`${site.origin}/about/`);
    assert.deepEqual(complaints, []);
    await close();
  });
});

// What follows runs in the page.

function focused() {
  const element = document.activeElement;
  const { top, left, bottom, right } = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  return {
    what: element.outerHTML.slice(0, 120),
    isSkip: element.classList.contains('skip'),
    isInView: top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth && bottom > top,
    outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
  };
}

function ground() {
  return getComputedStyle(document.body).backgroundColor;
}
