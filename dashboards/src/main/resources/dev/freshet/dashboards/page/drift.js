// @ts-check
import { get } from './api.js';
import { evidence } from './chart.js';
import { el, keyLink, named, number, replace, table, time } from './dom.js';

/** @typedef {import('./app.js').Context} Context */

const LANES = 40;

/** Episodes on a time line, a lane for each key, and the records. @param {HTMLElement} place @param {Context} context */
export function drift(place, context) {
  const lanes = el('section', { class: 'panel' });
  const rows = el('section', { class: 'panel' });
  place.append(lanes, rows);
  return async () => {
    const answer = await get('drift', { limit: 1000 });
    const newest = Math.max(0, ...answer.drifts.map(d => d.time));
    const from = context.window() ? newest - context.window() * 1000 : 0;
    const shown = answer.drifts.filter(d => d.time >= from);
    replace(lanes, ...timeline(shown));
    replace(rows, table(`${number(shown.length)} newest changes of level, ${number(answer.alarms)} alarms read`, [
      { name: 'Time' }, { name: 'Key' }, { name: 'Level' }, { name: 'In' }, { name: 'Detector', wide: true },
      { name: 'Statistic', number: true }, { name: 'Threshold', number: true, wide: true }, { name: 'Event', number: true, wide: true },
      { name: 'Action', wide: true },
    ], shown.slice(0, 300).map(d => [time(d.time), keyLink(d.key), named(d.level), named(d.target), named(d.detector),
      number(d.statistic), number(d.threshold), number(d.at), named(d.action)])));
  };
}

/** @param {any[]} drifts */
function timeline(drifts) {
  if (!drifts.length) return [el('p', { class: 'quiet', text: 'No detector has changed its level in this window.' })];
  const first = Math.min(...drifts.map(d => d.time));
  const last = Math.max(...drifts.map(d => d.time));
  const byKey = Map.groupBy ? Map.groupBy(drifts, d => d.key) : grouped(drifts);
  const lanes = [...byKey].slice(0, LANES).map(([key, own]) => {
    const lane = el('div', { class: 'lane' });
    for (const d of own.slice(0, 50)) {
      const dot = el('button', { type: 'button', class: d.level === 'drift' ? 'drift' : 'warning', title: time(d.time) + ' ' + evidence(d),
        'aria-label': evidence(d), click: () => { location.hash = '#/key/' + encodeURIComponent(key); } });
      dot.style.left = (last === first ? 50 : 2 + 96 * (d.time - first) / (last - first)) + '%';
      lane.append(dot);
    }
    return el('li', {}, keyLink(key), lane);
  });
  return [
    el('h2', { text: `Episodes from ${time(first)} to ${time(last)}` }),
    el('p', { class: 'quiet', text: 'A square is a drift, a circle a warning or its end; '
      + (byKey.size > LANES ? `the ${LANES} keys with the newest of ${byKey.size}.` : 'the newest keys first.') }),
    el('ul', { class: 'episodes' }, ...lanes),
  ];
}

/** @param {any[]} drifts */
function grouped(drifts) {
  const groups = new Map();
  for (const d of drifts) groups.set(d.key, [...(groups.get(d.key) ?? []), d]);
  return groups;
}
