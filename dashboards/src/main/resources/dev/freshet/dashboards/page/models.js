// @ts-check
import { get } from './api.js';
import { bytes, el, keyLink, named, number, replace, table, time } from './dom.js';

/** @typedef {import('./app.js').Context} Context */

const LIMIT = 200;

/** @param {HTMLElement} place @param {Context} context */
export function models(place, context) {
  const search = /** @type {HTMLInputElement} */ (el('input', { type: 'search', id: 'search', maxlength: 200 }));
  search.addEventListener('input', context.refresh);
  const rows = el('div');
  place.append(el('p', { class: 'controls' }, el('label', { for: 'search', text: 'Find a key' }), search), rows);
  return async () => {
    const answer = await get('models', { search: search.value, limit: LIMIT });
    if (!answer.found) {
      replace(rows, el('p', { class: 'quiet', text: 'The models topic holds no such model. A job publishes by its pipeline\'s'
        + ' publish settings, and when its input ends.' }));
      return;
    }
    replace(rows, table(`${number(Math.min(answer.found, LIMIT))} of ${number(answer.found)} published models`, [
      { name: 'Key' }, { name: 'Step', number: true }, { name: 'Fingerprint' }, { name: 'Size', number: true }, { name: 'Published' },
      { name: 'Why', wide: true }, { name: 'Source', wide: true }, { name: 'SHA-256', wide: true },
    ], answer.models.map(m => [keyLink(m.key), number(Number(m.step)), el('code', {}, named(m.fingerprint ?? '–')), bytes(m.bytes),
      time(m.time), named(m.reason ?? '–'), named(m.source ?? '–'), el('code', {}, named(m.sha256 ?? '–', 20))])));
  };
}
