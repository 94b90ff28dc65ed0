// @ts-check
// Everything that is shown goes through textContent; what could turn a line around or hide is written as \uXXXX.

const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;

/**
 * Text from outside, made visible.
 * @param {unknown} text
 * @returns {string}
 */
export function safe(text) {
  return String(text).replace(HIDDEN, c => '\\u' + (c.codePointAt(0) ?? 0).toString(16).padStart(4, '0'));
}

/**
 * An element.
 * @param {string} tag
 * @param {Record<string, string | number | boolean | EventListener | undefined>} [properties] attributes; `text` is its text,
 *     a function a listener
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (name === 'text') element.textContent = String(value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

/**
 * A name of a key, class or feature: isolated from the text around it, cut with the rest in its title.
 * @param {unknown} name
 * @param {number} [most] characters
 */
export function named(name, most = 40) {
  const whole = safe(name);
  if (whole.length <= most) return el('bdi', { text: whole });
  return el('bdi', { text: whole.slice(0, most - 1) + '…', title: whole.slice(0, 1000) });
}

/** A link to a key's page. @param {string} key */
export function keyLink(key) {
  return el('a', { href: '#/key/' + encodeURIComponent(key) }, named(key));
}

const LEVELS = { ok: '✔ healthy', warn: '▲ drift', bad: '✖ needs a look', unknown: '… no window yet' };

/** @param {keyof typeof LEVELS} level */
export function levelMark(level) {
  return el('span', { class: 'level level-' + level, text: LEVELS[level] });
}

/** @param {number | null | undefined} value @param {number} [digits] */
export function number(value, digits = 4) {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  if (Number.isInteger(value)) return value.toLocaleString('en');
  const size = Math.abs(value);
  return size !== 0 && (size >= 1e6 || size < 1e-4) ? value.toExponential(2) : value.toFixed(size >= 1000 ? 0 : digits);
}

/** A stretch of time in the unit that suits it. @param {number | undefined} millis */
export function span(millis) {
  if (millis === undefined) return 'any time';
  const [name, size] = millis < 120e3 ? ['s', 1e3] : millis < 7200e3 ? ['min', 60e3] : millis < 172800e3 ? ['h', 3600e3] : ['d', 86400e3];
  const count = millis / Number(size);
  return count.toFixed(count < 10 ? 1 : 0) + ' ' + name;
}

/** Epoch milliseconds as the reader's time of day, with the date where it is not today. @param {number | undefined} millis */
export function time(millis) {
  if (!millis) return '–';
  const date = new Date(millis);
  const clock = date.toLocaleTimeString([], { hour12: false });
  return date.toDateString() === new Date().toDateString() ? clock : date.toLocaleDateString() + ' ' + clock;
}

/** How long ago. @param {number} millis @param {number} now */
export function ago(millis, now) {
  const seconds = Math.max(0, Math.round((now - millis) / 1000));
  if (seconds < 90) return seconds + ' s ago';
  if (seconds < 5400) return Math.round(seconds / 60) + ' min ago';
  return seconds < 129600 ? Math.round(seconds / 3600) + ' h ago' : Math.round(seconds / 86400) + ' days ago';
}

/** @param {number} count */
export function bytes(count) {
  return count < 10240 ? count.toLocaleString('en') + ' B' : (count / 1024).toFixed(0) + ' KiB';
}

/**
 * A table.
 * @param {string} caption
 * @param {Array<{name: string, number?: boolean, wide?: boolean, sort?: string}>} columns `wide` ones are left out on narrow screens
 * @param {Array<Array<Node | string>>} rows
 * @param {{sort: string, by: (word: string) => void}} [order]
 */
export function table(caption, columns, rows, order) {
  const kind = c => [c.number ? 'number' : '', c.wide ? 'wide' : ''].join(' ').trim() || undefined;
  const head = columns.map(c => {
    if (!order || !c.sort) return el('th', { scope: 'col', class: kind(c), text: c.name });
    const sorted = order.sort === c.sort ? 'descending' : undefined;
    const button = el('button', { type: 'button', text: c.name, click: () => order.by(c.sort ?? '') });
    return el('th', { scope: 'col', class: kind(c), 'aria-sort': sorted }, button);
  });
  const body = rows.map(row => el('tr', {}, ...row.map((cell, i) => el('td', { class: kind(columns[i]) }, cell))));
  return el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
    el('table', {}, el('caption', { text: caption }), el('thead', {}, el('tr', {}, ...head)), el('tbody', {}, ...body)));
}

/**
 * Puts new contents in place of old ones; what had the focus, was open or was scrolled there stays so, by its place in the order.
 * @param {HTMLElement} place
 * @param {...(Node | string)} children
 */
export function replace(place, ...children) {
  const among = /** @param {string} selector */ selector => /** @type {any[]} */ ([...place.querySelectorAll(selector)]);
  const reachable = 'a, button, input, select, summary, [tabindex]';
  const focused = among(reachable).indexOf(document.activeElement);
  const open = among('details').map(d => d.open);
  const scrolled = among('.scroll').map(s => [s.scrollLeft, s.scrollTop]);
  place.replaceChildren(...children);
  among('details').forEach((d, i) => { d.open = open[i] ?? d.open; });
  among('.scroll').forEach((s, i) => { [s.scrollLeft, s.scrollTop] = scrolled[i] ?? [0, 0]; });
  if (focused >= 0) among(reachable)[focused]?.focus({ preventScroll: true });
}
