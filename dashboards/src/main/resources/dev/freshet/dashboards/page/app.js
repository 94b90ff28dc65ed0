// @ts-check
import { follow, get } from './api.js';
import { ago, el, keyLink, named, number, replace, time } from './dom.js';
import { drift } from './drift.js';
import { key, keys } from './keys.js';
import { letters } from './letters.js';
import { models } from './models.js';
import { overview } from './overview.js';

/**
 * What a view may ask.
 * @typedef {{window: () => number, smoothing: () => number, refresh: () => void}} Context `window` in seconds, 0 for all
 * @typedef {() => Promise<any>} Update reads and draws anew
 */

const EVERY_MILLIS = 1000;

/** @param {string} id @returns {any} */
const byId = id => document.getElementById(id);

/** @param {string} name */
function remembered(name) {
  const control = byId(name);
  try {
    control.value = localStorage.getItem(name) ?? control.value;
  } catch {
    // A browser that keeps nothing.
  }
  control.addEventListener('change', () => {
    try {
      localStorage.setItem(name, control.value);
    } catch {
      // The same.
    }
  });
  return control;
}

const windowChoice = remembered('window');
const smoothing = remembered('smoothing');
const theme = remembered('theme');
const pause = byId('pause');

/** @type {Context} */
const context = {
  window: () => Number(windowChoice.value),
  smoothing: () => Number(smoothing.value),
  refresh: () => update(),
};

/** @type {Update} */
let view = async () => {};
let paused = false;
let stale = false;
let busy = false;
let again = false;
let last = 0;

/** Which view the address names. */
function route() {
  const [name, ...rest] = location.hash.replace(/^#\/?/, '').split('/');
  const place = byId('view');
  place.replaceChildren();
  switch (name) {
    case 'keys': view = keys(place, context); break;
    case 'key': view = key(place, context, decode(rest.join('/'))); break;
    case 'drift': view = drift(place, context); break;
    case 'models': view = models(place, context); break;
    case 'letters': view = letters(place, context); break;
    default: view = overview(place, context);
  }
  const current = name === 'key' ? 'keys' : name || 'overview';
  for (const link of document.querySelectorAll('nav a')) {
    if (link.getAttribute('data-view') === current) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  update();
}

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Draws the verdict and the view; one at a time, and once more if something happened meanwhile. */
async function update() {
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  last = Date.now();
  const drawing = view;
  try {
    const shown = await drawing();
    verdict(shown?.verdict ? shown : await get('overview', { window: 1 }));
    byId('problem')?.remove();
  } catch (e) {
    problem(e instanceof Error ? e.message : String(e));
  }
  busy = false;
  if (again) {
    again = false;
    update();
  }
}

/** @param {string} message */
function problem(message) {
  byId('problem')?.remove();
  byId('view').prepend(el('p', { id: 'problem', class: 'level-bad', role: 'alert' }, named(message, 200)));
}

/** The first thing to read: whether the models are well and, if not, which is not and since when. @param {any} o */
function verdict(o) {
  const v = o.verdict;
  const place = byId('verdict');
  byId('pipeline').replaceChildren(named(o.pipeline, 60));
  document.title = ({ ok: '✔ ', warn: '▲ ', bad: '✖ ' })[v.level] ? ({ ok: '✔ ', warn: '▲ ', bad: '✖ ' })[v.level] + 'Freshet' : 'Freshet';
  place.dataset.level = o.feed.trouble ? 'bad' : v.level;
  const lines = v.worst.slice(0, v.bad ? 5 : 3).map(w => el('li', {}, keyLink(w.key), ` since ${time(w.since)} (${ago(w.since, Date.now())}): `, named(w.why, 160)));
  replace(place, el('p', { class: 'headline' }, headline(o)), lines.length ? el('ul', {}, ...lines) : '');
}

/** @param {any} o */
function headline(o) {
  const v = o.verdict;
  if (o.feed.trouble) return el('span', {}, '✖ The topics cannot be read: ', named(o.feed.trouble, 200));
  if (o.feed.missing) return el('span', {}, '… Waiting for topics that are not there yet: ', named(o.feed.missing, 200));
  if (!o.feed.caughtUp) return '… Reading the topics: ' + number(o.records) + ' records so far';
  if (v.lost) {
    return `✖ The ledger does not balance: ${number(Math.abs(o.ledger.gap))} records ${o.ledger.gap > 0 ? 'have no fate' : 'too many'};`
      + ' run freshet verify';
  }
  const of = number(v.judged) + (v.judged === 1 ? ' model' : ' models');
  if (v.bad) return `✖ ${number(v.bad)} of ${of} ${v.bad === 1 ? 'needs' : 'need'} a look` + (v.drifting ? `, ${number(v.drifting)} met drift` : '');
  if (v.drifting) return `▲ ${number(v.drifting)} of ${of} met drift in the newest window; none is worse than no change`;
  return v.judged ? `✔ Healthy: ${of}, none worse than no change` : `… No model has filled a window of ${number(o.window)} events yet`;
}

/** Something changed on the topics: at most one drawing a second. */
function news() {
  if (paused) {
    stale = true;
  } else if (!stale) {
    stale = true;
    setTimeout(() => {
      stale = paused;
      if (!paused) update();
    }, Math.max(0, EVERY_MILLIS - (Date.now() - last)));
  }
}

function paint() {
  if (theme.value) document.documentElement.dataset.theme = theme.value;
  else delete document.documentElement.dataset.theme;
  update();
}

pause.addEventListener('click', () => {
  paused = !paused;
  pause.setAttribute('aria-pressed', String(paused));
  pause.textContent = paused ? 'Paused: go on' : 'Pause';
  stale = false;
  if (!paused) update();
});
byId('controls').addEventListener('submit', e => e.preventDefault());
windowChoice.addEventListener('change', update);
smoothing.addEventListener('change', update);
theme.addEventListener('change', paint);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', update);
addEventListener('hashchange', route);
// A time of day goes on though nothing happens.
setInterval(() => paused || document.hidden || update(), 15000);

if (theme.value) document.documentElement.dataset.theme = theme.value;
route();
follow(news, connected => {
  byId('connection').textContent = connected ? 'live' : 'connection lost: trying again';
});
