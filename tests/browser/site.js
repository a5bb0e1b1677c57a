// Builds the example site, serves it and opens the browser.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { serve } from './serve.js';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The kinds of page, each by one page of the example, and whether it exists in English. */
export const KINDS = [
  { kind: 'home', path: '', english: true },
  { kind: 'section', path: 'news/', english: true },
  { kind: 'second page of a section', path: 'news/page/2/' },
  { kind: 'news with cover, agreements and relations', path: 'news/eleven-agreements/', english: true },
  { kind: 'news with tables', path: 'news/members-at-a-glance/' },
  { kind: 'news with notes', path: 'news/mingshui-paradigm/' },
  { kind: 'news with code', path: 'news/site-columns-explained/' },
  { kind: 'news with a gallery', path: 'news/picture-gallery/' },
  { kind: 'news of a series', path: 'news/jining-information-park/' },
  { kind: 'directory', path: 'partners/' },
  { kind: 'partner', path: 'partners/jinan-engineering-vocational/' },
  { kind: 'signing', path: 'signings/founding/' },
  { kind: 'agreements', path: 'agreements/' },
  { kind: 'tags', path: 'tags/', english: true },
  { kind: 'tag', path: 'tags/integration/', english: true },
  { kind: 'series index', path: 'series/' },
  { kind: 'series', path: 'series/jining-interviews/' },
  { kind: 'archive', path: 'archive/', english: true },
  { kind: 'year', path: 'archive/2024/', english: true },
  { kind: 'page', path: 'about/', english: true },
  { kind: 'page with tasks', path: 'about/sources/' },
  { kind: 'not found', path: '404.html', english: true },
];

export const VARIANTS = [
  { tag: 'zh-Hans', folder: '/' },
  { tag: 'zh-Hant-TW', folder: '/tw/' },
  { tag: 'zh-Hant-HK', folder: '/hk/' },
  { tag: 'en', folder: '/en/' },
];

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };
export const NARROW = { width: 320, height: 640 };

/** Every page of a kind and variant that exists. */
export const pages = VARIANTS.flatMap(({ tag, folder }) =>
  KINDS.filter(({ english }) => tag !== 'en' || english).map(({ kind, path }) => ({ kind, tag, url: folder + path })));

/** The site and a browser to look at it; `close` ends both. */
export async function open() {
  const folder = mkdtempSync(join(tmpdir(), 'huimeng-browser-'));
  const site = join(folder, 'public');
  const server = await serve(site);
  const origin = `http://127.0.0.1:${server.address().port}`;
  execFileSync(binary(), ['build', '--quiet', '--site', ROOT, '--out', site, '--base-url', `${origin}/`], { stdio: ['ignore', 'inherit', 'pipe'] });
  const browser = await launch();
  const close = async () => {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { browser, origin, close };
}

/** Chromium, which asks for nothing by itself. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync',
    ],
  });
}

/** The program that is tried. */
export function binary() {
  const folder = process.env.CARGO_TARGET_DIR || join(ROOT, 'target');
  const candidates = [process.env.HUIMENG, join(folder, 'debug', 'huimeng'), join(folder, 'release', 'huimeng')];
  const found = candidates.find((path) => path && existsSync(path));
  if (!found) throw new Error('no huimeng: run `cargo build` first, or name the program in HUIMENG');
  return found;
}

/** A page that writes down what it should not have done: errors, and requests to anywhere else. */
export async function look({ browser, origin }, url, options = {}) {
  const context = await browser.newContext({ viewport: DESKTOP, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => request.url().startsWith(origin) || complaints.push(`asked ${request.url()}`));
  page.on('response', (response) => response.status() >= 400 && complaints.push(`${response.status()} ${response.url()}`));
  await page.goto(origin + url, { waitUntil: 'load' });
  return { page, complaints, close: () => context.close() };
}
