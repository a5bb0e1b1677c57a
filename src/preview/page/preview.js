// The preview's part of a page: reloads it when it changed, shows what is wrong over it, and a bar below it.
// It is only ever added by `huimeng serve`; finished sites have none of it.

const ROOT = '/_huimeng/';
const HIDDEN = 'huimeng-preview-hidden';
const SCROLL = 'huimeng-preview-scroll';

const WORDS = {
  zh: {
    bar: '预览', source: '源文件', languages: '语言版本', date: '看另一天的网站', present: '回到现在', of: '网站在这一天的样子：',
    hide: '隐藏（Alt+.）', show: '显示预览栏（Alt+.）', close: '关闭', open: '在编辑器里打开', wrong: '有错误，页面仍是上一次没有错误的样子',
    partial: '有错误，页面可能不完整', findings: '问题', fine: '没有问题', elsewhere: '其他页面的问题', lost: '预览已断开，正在重新连接……',
    origin: { source: '原文', written: '手写', converted: '转换', fallback: '代用其他语言', reviewed: '已审校' },
    doubts: '处转换存疑', other: '也可能是',
    ribbon: { draft: '草稿', embargo: '未到发布时间', expired: '已过期' },
  },
  en: {
    bar: 'Preview', source: 'Source', languages: 'Versions', date: 'The site on another day', present: 'Back to now', of: 'The site as it is on',
    hide: 'Hide (Alt+.)', show: 'Show the bar (Alt+.)', close: 'Close', open: 'open in the editor', wrong: 'There are errors: the page is as it was before them',
    partial: 'There are errors: the page may be incomplete', findings: 'Findings', fine: 'Nothing to report', elsewhere: 'On other pages', lost: 'The preview is not reached, trying again…',
    origin: { source: 'source', written: 'hand-written', converted: 'converted', fallback: 'another language', reviewed: 'reviewed' },
    doubts: 'doubtful conversions', other: 'or',
    ribbon: { draft: 'Draft', embargo: 'Not yet published', expired: 'Expired' },
  },
};

/** The state of the page that this script came with, as the server knows it. */
let shown = new URL(import.meta.url).searchParams.get('state');
let state = null;
let doubts = [];
/** Where the page shows the doubtful words. */
const places = new Map();
let lost = false;
let dismissed = '';

// ---- the server's events ----

let events = null;

/** One connection for a page that is seen; a browser has few of them for all its tabs. */
function connect() {
  if (events || document.visibilityState === 'hidden') return;
  events = new EventSource(`${ROOT}events?state=${shown}&page=${encodeURIComponent(location.pathname)}`);
  for (const name of Object.keys(HEARD)) {
    events.addEventListener(name, (event) => {
      if (event.lastEventId) shown = event.lastEventId;
      setLost(false);
      HEARD[name](JSON.parse(event.data));
    });
  }
  events.addEventListener('error', () => setLost(true));
}

function disconnect() {
  events?.close();
  events = null;
}

const HEARD = {
  state: refresh,
  reload,
  styles: queueStyles,
  files: exchangeFiles,
  go(url) {
    if (document.visibilityState === 'visible') location.assign(url);
  },
};

document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') disconnect();
  else connect();
});
addEventListener('pagehide', disconnect);
addEventListener('pageshow', connect);

function setLost(now) {
  if (lost === now) return;
  lost = now;
  draw();
}

function reload() {
  sessionStorage.setItem(SCROLL, JSON.stringify({ page: location.pathname, x: scrollX, y: scrollY }));
  location.reload();
}

function restoreScroll() {
  const kept = JSON.parse(sessionStorage.getItem(SCROLL) ?? 'null');
  sessionStorage.removeItem(SCROLL);
  if (kept?.page === location.pathname) scrollTo({ left: kept.x, top: kept.y, behavior: 'instant' });
}

let exchanged = Promise.resolve();

/** One exchange after the other: an answer that was overtaken would bring older styles back. */
function queueStyles() {
  exchanged = exchanged.then(exchangeStyles).catch(() => {});
}

/** Puts the style sheets of the page as it is now in the places of the old ones, which stay until then. */
async function exchangeStyles() {
  const answer = await fetch(location.href, { cache: 'no-store' });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = [...page.querySelectorAll('link[rel~="stylesheet"]')];
  const old = [...document.querySelectorAll('link[rel~="stylesheet"]')];
  fresh.forEach((link, index) => {
    const place = old[index];
    if (place?.getAttribute('href') === link.getAttribute('href')) return;
    const copy = document.importNode(link);
    if (place) {
      const remove = () => place.remove();
      copy.addEventListener('load', remove);
      copy.addEventListener('error', remove);
      place.after(copy);
    } else {
      document.head.append(copy);
    }
  });
  old.slice(fresh.length).forEach((link) => link.remove());
}

/** Asks again for copied files that were replaced under the same address. */
function exchangeFiles(paths) {
  const changed = new Set(paths.map((path) => new URL(path, location.href).pathname));
  const again = (url) => {
    const { pathname } = new URL(url, location.href);
    return changed.has(pathname) ? `${pathname}?huimeng=${Date.now()}` : url;
  };
  for (const element of document.querySelectorAll('[src], [poster], [data], link[rel~="stylesheet"], link[rel~="icon"]')) {
    for (const name of ['src', 'poster', 'data', 'href']) {
      const url = element.getAttribute(name);
      if (url && again(url) !== url) element.setAttribute(name, again(url));
    }
  }
  for (const element of document.querySelectorAll('[srcset]')) {
    const sets = element.getAttribute('srcset').split(',').map((set) => set.trim().split(/\s+/));
    const fresh = sets.map(([url, ...size]) => [again(url), ...size].join(' ')).join(', ');
    if (sets.some(([url]) => again(url) !== url)) element.setAttribute('srcset', fresh);
  }
}

// ---- bar and overlay ----

const host = document.createElement('huimeng-preview');
const shadow = host.attachShadow({ mode: 'open' });
const style = document.createElement('link');
style.rel = 'stylesheet';
style.href = `${ROOT}preview.css`;
const bar = element('section', 'bar');
// Until it is known what it says, and whether it is wanted.
bar.hidden = true;
// What is left of it when it is hidden: a phone has no key to bring it back.
const tab = element('div', 'tab');
const ribbons = element('div', 'ribbons');
const overlay = element('section', 'overlay');
overlay.setAttribute('role', 'alert');
shadow.append(style, ribbons, overlay, tab, bar);

async function refresh() {
  try {
    const answer = await fetch(`${ROOT}state?page=${encodeURIComponent(location.pathname)}`, { cache: 'no-store' });
    const before = state;
    state = await answer.json();
    // Where nothing can be shown, every build may have brought the page, or other reasons.
    if (document.body.matches('.problem') && before && before.version !== state.version) return reload();
    const converted = state.page?.versions.some(({ current, origin }) => current && origin === 'converted');
    doubts = converted ? await (await fetch(`${ROOT}doubts?page=${encodeURIComponent(location.pathname)}`, { cache: 'no-store' })).json() : [];
  } catch {
    return setLost(true);
  }
  draw();
}

function draw() {
  if (!state) return;
  const words = WORDS[state.language];
  host.lang = state.language === 'zh' ? 'zh-Hans' : 'en';
  drawOverlay(words);
  drawRibbons(words);
  drawMarks(words);
  drawDoubts();
  drawBar(words);
}

function drawOverlay(words) {
  const errors = errorsOf(state);
  const texts = textsOf(errors);
  if (!texts) dismissed = '';
  overlay.hidden = !texts || texts === dismissed || document.body.matches('.problem');
  if (overlay.hidden) return overlay.replaceChildren();
  const close = button(words.close, dismiss);
  const title = element('h2', '', state.partial ? words.partial : words.wrong);
  const head = element('div', 'head');
  head.append(title, close);
  overlay.replaceChildren(head, ...errors.map((finding) => findingOf(finding, words)), element('p', '', state.summary));
}

function errorsOf({ findings }) {
  return findings.filter(({ severity }) => severity === 'error');
}

function textsOf(findings) {
  return findings.map(({ text }) => text).join('\n');
}

/** Takes the overlay away until there is another error. */
function dismiss() {
  dismissed = textsOf(errorsOf(state));
  draw();
}

function findingOf({ severity, file, open, text }, words) {
  const box = element('div', `finding ${severity}`);
  box.append(element('pre', '', text));
  if (open) box.append(link(open, `${file} · ${words.open}`));
  return box;
}

function drawRibbons(words) {
  const kinds = state.page?.ribbons ?? [];
  const texts = kinds.map(({ kind, date }) => element('p', `ribbon ${kind}`, words.ribbon[kind] + (date ? ` ${date}` : '')));
  if (state.date) texts.push(element('p', 'ribbon date', `${words.of} ${state.date}`));
  ribbons.replaceChildren(...texts);
}

function drawBar(words) {
  bar.setAttribute('aria-label', words.bar);
  bar.hidden = localStorage.getItem(HIDDEN) === 'yes';
  tab.hidden = !bar.hidden;
  tab.replaceChildren(...(tab.hidden ? [] : [tabOf(words)]));
  document.documentElement.classList.toggle('huimeng-preview-bar', !bar.hidden);
  const opened = [...bar.querySelectorAll('details')].map(({ open }) => open);
  const parts = [];
  if (lost) parts.push(element('strong', 'lost', words.lost));
  const { page } = state;
  if (page?.source) {
    const { file, open } = page.source;
    const part = element('span', 'part');
    part.append(`${words.source} `, open ? link(open, file) : file);
    parts.push(part);
  }
  if (page && page.versions.length > 1) parts.push(versionsOf(page.versions, words));
  if (doubts.length) parts.push(doubtsOf(words));
  parts.push(findingsOf(words), dateOf(words), button(words.hide, hide));
  bar.replaceChildren(...parts);
  [...bar.querySelectorAll('details')].forEach((details, index) => { details.open = opened[index] ?? false; });
}

function tabOf(words) {
  const show = button(words.bar, hide);
  show.setAttribute('aria-label', words.show);
  show.title = words.show;
  if (lost || state.errors) show.className = 'lost';
  return show;
}

function versionsOf(versions, words) {
  const list = element('ul', 'versions');
  list.setAttribute('aria-label', words.languages);
  for (const { tag, name, url, current, origin, reviewed } of versions) {
    const item = element('li');
    const to = link(url, name);
    to.lang = tag;
    if (current) to.setAttribute('aria-current', 'page');
    item.append(to);
    if (origin) item.append(element('small', 'origin', words.origin[origin]));
    if (reviewed) item.append(element('small', 'origin', `${words.origin.reviewed} ${reviewed}`));
    list.append(item);
  }
  return list;
}

function doubtsOf(words) {
  const details = element('details', 'findings');
  details.append(element('summary', 'warning', `${doubts.length} ${words.doubts}`));
  const list = element('ul', 'list');
  for (const doubt of doubts) {
    const { word, output, before, after, others, remark, place, open } = doubt;
    const item = element('li');
    const shownAs = element('mark', '', output);
    const text = places.has(doubt) ? button('', () => goTo(doubt)) : element('p');
    text.append(`${word} → ${before}`, shownAs, after, others.length ? ` ${words.other} ${others.join(' ')}` : '', remark ? ` · ${remark}` : '');
    item.append(text, open ? link(open, place) : place);
    list.append(item);
  }
  details.append(list);
  return details;
}

/** Those of this page first, then of all others. */
function findingsOf(words) {
  if (!state.findings.length) return element('span', 'part fine', words.fine);
  const files = new Set([state.page?.source?.file, ...(state.page?.versions ?? []).map(({ file }) => file)]);
  const here = state.findings.filter(({ file }) => file && files.has(file));
  const others = state.findings.filter((finding) => !here.includes(finding));
  const details = element('details', 'findings');
  details.append(element('summary', state.errors ? 'error' : 'warning', state.summary || words.findings));
  const box = element('div', 'list');
  box.append(...here.map((finding) => findingOf(finding, words)));
  if (others.length) box.append(element('h2', '', words.elsewhere), ...others.map((finding) => findingOf(finding, words)));
  details.append(box);
  return details;
}

function dateOf(words) {
  const part = element('span', 'part');
  const label = element('label', '', `${words.date} `);
  const input = element('input');
  input.type = 'date';
  input.value = state.date ?? '';
  const go = () => { if (input.value) location.assign(`?as_of=${input.value}`); };
  input.addEventListener('change', go);
  label.append(input);
  part.append(label);
  if (state.date) part.append(' ', link('?as_of=', words.present));
  return part;
}

/**
 * Links to pages that are not for everybody say so, in an element of their own: what a theme draws before and behind
 * its links stays as it is.
 */
function drawMarks(words) {
  for (const to of document.querySelectorAll('a[href]')) {
    const kind = to.origin === location.origin ? state.marks?.[to.pathname] : undefined;
    const text = kind ? words.ribbon[kind] : undefined;
    if (to.dataset.huimengPreview === text) continue;
    to.querySelector('huimeng-mark')?.remove();
    if (text) {
      to.dataset.huimengPreview = text;
      to.append(markOf(text));
    } else {
      delete to.dataset.huimengPreview;
    }
  }
}

function markOf(text) {
  const mark = document.createElement('huimeng-mark');
  mark.lang = host.lang;
  const inside = mark.attachShadow({ mode: 'open' });
  inside.adoptedStyleSheets = [markStyle];
  inside.append(element('span', '', text));
  return mark;
}

/** Underlines the doubtful places where the page shows them, without touching its elements. */
function drawDoubts() {
  const nodes = [];
  let whole = '';
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    nodes.push([whole.length, walk.currentNode]);
    whole += walk.currentNode.data;
  }
  const point = (at) => {
    const [start, node] = nodes.findLast(([start]) => start <= at);
    return [node, at - start];
  };
  places.clear();
  for (const doubt of doubts) {
    const { output, before, after } = doubt;
    const passage = before + output + after;
    for (let at = whole.indexOf(passage); at >= 0; at = whole.indexOf(passage, at + 1)) {
      const range = new Range();
      range.setStart(...point(at + before.length));
      const [node, offset] = point(at + before.length + output.length - 1);
      range.setEnd(node, offset + 1);
      places.set(doubt, [...(places.get(doubt) ?? []), range]);
    }
  }
  CSS.highlights?.set('huimeng-doubt', new Highlight(...[...places.values()].flat()));
}

/** Brings the word of a doubt into the middle of the window, and selects it. */
function goTo(doubt) {
  const [range] = places.get(doubt) ?? [];
  if (!range) return;
  const { top, height } = range.getBoundingClientRect();
  scrollTo({ top: scrollY + top - (innerHeight - height) / 2 });
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}

function hide() {
  localStorage.setItem(HIDDEN, bar.hidden ? 'no' : 'yes');
  draw();
}

document.addEventListener('keydown', (event) => {
  if (event.altKey && !event.ctrlKey && !event.metaKey && event.code === 'Period') {
    event.preventDefault();
    hide();
  }
  if (event.key === 'Escape' && !overlay.hidden && state) dismiss();
});

function element(name, className = '', text = '') {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function link(url, text) {
  const made = element('a', '', text);
  made.href = url;
  return made;
}

function button(text, act) {
  const made = element('button', '', text);
  made.type = 'button';
  made.addEventListener('click', act);
  return made;
}

// What lies outside the bar's own tree: the words at the end of marked links, and room below the page.
const markStyle = new CSSStyleSheet();
markStyle.replaceSync(`
  :host {
    display: inline-block; margin-inline-start: .4em; padding: 0 .4em; border-radius: .2em; background: #7a3d00; color: #fff;
    font: 600 .75rem/1.5 system-ui, sans-serif; white-space: nowrap; vertical-align: middle; text-indent: 0;
  }
  @media print { :host { display: none; } }
`);
const page = new CSSStyleSheet();
page.replaceSync(`
  @media screen {
    ::highlight(huimeng-doubt) { text-decoration: underline wavy #c2410c; text-decoration-skip-ink: none; }
    html.huimeng-preview-bar { scroll-padding-block-end: 4rem; }
    html.huimeng-preview-bar body:not(.problem) { padding-block-end: 3.5rem; }
  }
`);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, page];
document.body.append(host);
restoreScroll();
connect();
