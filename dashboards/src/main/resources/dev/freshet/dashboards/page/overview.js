// @ts-check
import { get } from './api.js';
import { Chart, evidence } from './chart.js';
import { ago, el, number, replace, safe, span } from './dom.js';

const DASH = [6, 4];
const DOTS = [2, 3];

/** @typedef {import('./app.js').Context} Context */

/** The charts of a task. @param {string} task */
function charts(task) {
  const throughput = new Chart('Events answered per second', [{ name: 'rate', label: 'events/s' }], true);
  if (task === 'classes') {
    return [
      new Chart('Accuracy, mean over the windows of all keys', [
        { name: 'accuracy', label: 'models' },
        { name: 'noChange', label: 'no change', dash: DASH },
        { name: 'majority', label: 'majority', dash: DOTS },
      ], true),
      new Chart('Log loss', [{ name: 'loss', label: 'log loss' }], true),
      new Chart('Kappa-temporal: 0 is no better than no change', [{ name: 'skill', label: 'kappa-temporal' }], true),
      throughput,
    ];
  }
  return [
    new Chart('RMSE over the windows of all keys', [
      { name: 'rmse', label: 'models' },
      { name: 'noChange', label: 'no change', dash: DASH },
      { name: 'mean', label: 'mean so far', dash: DOTS },
    ], true),
    new Chart('Mean absolute error', [{ name: 'mae', label: 'MAE' }], true),
    new Chart('Skill: 0 is no better than no change', [{ name: 'skill', label: '1 − MSE/MSE of no change' }], true),
    throughput,
  ];
}

/** @param {string} name @param {string} value @param {string} [aside] */
function tile(name, value, aside) {
  return el('dl', { class: 'tile' }, el('dt', { text: name }), el('dd', { text: value }),
    aside && el('dd', { class: 'aside', text: aside }));
}

/** Between commits nothing is visible, so a rate is what one commit brought over the time since the one before. @param {any[]} points */
function rates(points) {
  return points.map((p, i) => i === 0 ? null : p.events / ((p.time - points[i - 1].time) / 1000));
}

/** @param {any} o the overview */
function tiles(o) {
  const last = o.curves.at(-1) ?? {};
  const classes = o.task === 'classes';
  const rate = rates(o.throughput).at(-1);
  const codes = Object.entries(o.deadLetters.byCode).map(([code, n]) => `${safe(code)} ${number(/** @type {number} */ (n))}`);
  const ledger = !o.ledger.any ? 'no row yet'
    : !o.ledger.exactlyOnce ? 'not judged at least once'
    : !o.ledger.whole ? 'its beginning has expired'
      : o.ledger.gap === 0 ? 'balanced' : number(o.ledger.gap) + ' without a fate';
  return el('div', { class: 'tiles' },
    classes ? tile('Accuracy', number(last.accuracy), 'no change ' + number(last.noChange) + ', majority ' + number(last.majority))
      : tile('RMSE', number(last.rmse), 'no change ' + number(last.noChange) + ', mean ' + number(last.mean)),
    classes ? tile('Log loss', number(last.loss)) : tile('MAE', number(last.mae)),
    tile(classes ? 'Kappa-temporal' : 'Skill', number(last.skill), '0: no better than no change'),
    tile('Events per second', number(rate === null || rate === undefined ? rate : Math.round(rate)),
      o.feed.waiting === undefined ? undefined : number(o.feed.waiting) + ' in no checkpoint yet'),
    tile('Answered', number(o.ledger.predicted), number(o.ledger.trained) + ' trained, ' + number(o.ledger.refused) + ' refused'),
    o.delays && tile('Awaiting their label', number(o.ledger.waiting),
      `${number(o.ledger.labels.joined)} labels joined, ${number(o.ledger.labels.duplicates)} duplicate, ${number(o.ledger.labels.waiting)} before their event`),
    o.delays && tile('Label delay', 'half within ' + span(o.delays.p50), '90 % within ' + span(o.delays.p90) + ', 99 % within ' + span(o.delays.p99)),
    tile('Dead letters', number(o.deadLetters.count), codes.slice(0, 4).join(', ') + (codes.length > 4 ? ', …' : '')),
    tile('Ledger', ledger, number(o.ledger.consumed) + ' consumed'),
    tile('Drift alarms', number(o.alarms), o.newest ? 'newest record ' + ago(o.newest, Date.now()) : undefined));
}

/** @param {HTMLElement} place @param {Context} context */
export function overview(place, context) {
  const top = el('div');
  const all = el('div', { class: 'charts' });
  place.append(top, all);
  /** @type {Chart[]} */
  let drawn = [];
  return async () => {
    const o = await get('overview', { window: context.window() || undefined });
    replace(top, tiles(o));
    if (!drawn.length) {
      drawn = charts(o.task);
      all.replaceChildren(...drawn.map(c => c.element));
    }
    const marks = o.marks.map(d => ({ x: d.time / 1000, time: d.time, text: evidence(d) }));
    for (const chart of drawn) {
      const name = chart.curves[0].name;
      const points = name === 'rate' ? o.throughput : o.curves;
      const values = Object.fromEntries(chart.curves.map(c =>
        [c.name, c.name === 'rate' ? rates(points) : points.map(p => p[c.name] ?? null)]));
      chart.update(points.map(p => p.time / 1000), values, marks, context.smoothing());
    }
    return o;
  };
}
