// @ts-check
import { get } from './api.js';
import { Chart, evidence } from './chart.js';
import { el, keyLink, levelMark, named, number, replace, span, table, time } from './dom.js';

/** @typedef {import('./app.js').Context} Context */

const LIMIT = 200;

/** @param {HTMLElement} place @param {Context} context */
export function keys(place, context) {
  let sort = 'worst';
  const search = /** @type {HTMLInputElement} */ (el('input', { type: 'search', id: 'search', maxlength: 200 }));
  search.addEventListener('input', context.refresh);
  const worst = el('button', { type: 'button', text: 'Worst first', click: () => by('worst') });
  const rows = el('div');
  place.append(el('p', { class: 'controls' }, el('label', { for: 'search', text: 'Find a key' }), search, worst), rows);
  const by = /** @param {string} word */ word => {
    sort = word;
    context.refresh();
  };
  return async () => {
    const answer = await get('keys', { sort, search: search.value, limit: LIMIT });
    worst.setAttribute('aria-pressed', String(sort === 'worst'));
    replace(rows, list(answer, { sort, by }));
  };
}

/** @param {any} answer @param {{sort: string, by: (word: string) => void}} order */
function list(answer, order) {
  const classes = answer.keys.some(k => k.window && 'accuracy' in k.window);
  const score = classes ? 'accuracy' : 'rmse';
  const caption = `${number(Math.min(answer.found, LIMIT))} of ${number(answer.found)} keys, their newest windows`
    + (answer.letGo ? `; ${number(answer.kept)} keys with the most events are kept, others were let go ${number(answer.letGo)} times` : '');
  return table(caption, [
    { name: 'Key', sort: 'name' },
    { name: 'Health' },
    { name: 'Events', number: true, sort: 'events' },
    { name: classes ? 'Accuracy' : 'RMSE', number: true },
    { name: 'No change', number: true, wide: true },
    { name: 'Skill', number: true, sort: 'skill' },
    { name: 'Loss', number: true, sort: 'loss', wide: true },
    { name: 'Alarms', number: true, sort: 'alarms', wide: true },
    { name: 'Since', wide: true },
    { name: 'Why', wide: true },
  ], answer.keys.map(k => {
    const w = k.window ?? {};
    return [keyLink(k.key), levelMark(k.health.level), number(k.predicted), number(w[score]), number(w.noChange), number(k.skill),
      number(w.loss ?? w.rmse), number(k.alarms), time(k.health.since), k.health.why ? named(k.health.why, 120) : ''];
  }), order);
}

/** One key. @param {HTMLElement} place @param {Context} context @param {string} name */
export function key(place, context, name) {
  const head = el('div');
  const all = el('div', { class: 'charts' });
  const rest = el('div');
  place.append(head, all, rest);
  /** @type {Chart[]} */
  let drawn = [];
  return async () => {
    const k = await get('key/' + encodeURIComponent(name));
    head.replaceChildren(
      el('h2', {}, 'Model of ', named(k.key, 100), ' ', levelMark(k.health.level)),
      el('p', {}, k.health.why ? 'Since ' + time(k.health.since) + ': ' : '', k.health.why ? named(k.health.why, 200) : ''));
    if (!drawn.length && k.curves.length) {
      drawn = charts('accuracy' in k.curves[0]);
      all.replaceChildren(...drawn.map(c => c.element));
    }
    const marks = k.drifts.map(d => ({ x: d.at, time: d.time, text: evidence(d) }));
    for (const chart of drawn) {
      const values = Object.fromEntries(chart.curves.map(c => [c.name, k.curves.map(p => p[c.name] ?? null)]));
      chart.update(k.curves.map(p => p.at), values, marks, context.smoothing());
    }
    replace(rest, ...details(k));
  };
}

/** @param {boolean} classes */
function charts(classes) {
  return classes
    ? [
      new Chart('Accuracy by event', [{ name: 'accuracy', label: 'model' }, { name: 'noChange', label: 'no change', dash: [6, 4] },
        { name: 'majority', label: 'majority', dash: [2, 3] }], false),
      new Chart('Log loss by event', [{ name: 'loss', label: 'log loss' }], false),
      new Chart('Calibration error by event', [{ name: 'calibrationError', label: 'calibration error' }], false),
    ]
    : [
      new Chart('RMSE by event', [{ name: 'rmse', label: 'model' }, { name: 'noChange', label: 'no change', dash: [6, 4] },
        { name: 'mean', label: 'mean so far', dash: [2, 3] }], false),
      new Chart('Mean absolute error by event', [{ name: 'mae', label: 'MAE' }], false),
    ];
}

/** @param {any} k */
function details(k) {
  const parts = [];
  if (k.metrics) {
    parts.push(el('section', { class: 'panel' }, table('Metrics', [{ name: 'Metric' }, { name: 'Newest window', number: true },
      { name: 'Fading', number: true }, { name: 'All events', number: true }],
    Object.entries(k.metrics).map(([name, v]) => [named(name), number(v.window), number(v.fading), number(v.cumulative)]))));
    parts.push(el('section', { class: 'panel' }, table('Events', [{ name: 'Fate' }, { name: 'Events', number: true }],
      Object.entries(k.counts).map(([fate, n]) => [fate, number(/** @type {number} */ (n))]))));
  }
  if (k.delays) {
    parts.push(el('section', { class: 'panel' }, table('How long labels took', [{ name: 'Share' }, { name: 'Within', number: true }],
      [['half', span(k.delays.p50)], ['90 %', span(k.delays.p90)], ['99 %', span(k.delays.p99)], ['labels', number(k.delays.count)]])));
  }
  if (k.drifts.length) {
    parts.push(el('section', { class: 'panel' }, table('Drift', [{ name: 'Time' }, { name: 'What' }],
      k.drifts.toReversed().map(d => [time(d.time), named(evidence(d), 300)]))));
  }
  if (k.model) {
    parts.push(el('section', { class: 'panel' }, table('Published model', [{ name: 'What' }, { name: 'Value' }],
      Object.entries(k.model).map(([name, v]) => [name, name === 'time' ? time(v) : el('code', {}, named(v, 80))]))));
  }
  return parts;
}
