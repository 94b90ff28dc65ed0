// @ts-check
import { get } from './api.js';
import { bytes, el, named, number, replace, table, time } from './dom.js';

/** @typedef {import('./app.js').Context} Context */

/** @param {HTMLElement} place @param {Context} context */
export function letters(place, context) {
  let code = '';
  const select = /** @type {HTMLSelectElement} */ (el('select', { id: 'code' }));
  select.addEventListener('change', () => {
    code = select.value;
    context.refresh();
  });
  const rows = el('div');
  place.append(el('p', { class: 'controls' }, el('label', { for: 'code', text: 'Code' }), select), rows);
  return async () => {
    const answer = await get('dead-letters', { limit: 200, code: code || undefined });
    const options = Object.entries(answer.byCode).map(([name, n]) =>
      el('option', { value: name }, named(`${name} (${number(/** @type {number} */ (n))})`, 60)));
    select.replaceChildren(el('option', { value: '', text: 'all' }), ...options);
    select.value = code;
    if (!answer.letters.length) {
      replace(rows, el('p', { class: 'quiet', text: 'No dead letter: every record read so far was an event.' }));
      return;
    }
    replace(rows, ...answer.letters.map(letter));
  };
}

/** @param {any} l */
function letter(l) {
  const dump = (l.hex.match(/.{1,32}/g) ?? []).map((line, i) =>
    (16 * i).toString(16).padStart(4, '0') + '  ' + (line.match(/../g) ?? []).join(' ')).join('\n');
  const more = el('details', {}, el('summary', { text: `${bytes(l.bytes)}, the first ${l.hex.length / 2} as hexadecimal` }),
    el('pre', { class: 'bytes', text: dump }));
  const what = [['Time', time(l.time)], ['Record', named(l.record, 120)], ['Letter', l.place], ['Field', named(l.field ?? '–', 120)],
    ['Detail', named(l.detail ?? '–', 300)], ['Stage', named(l.stage ?? '–')]];
  return el('article', { class: 'panel' }, el('h2', {}, named(l.code)),
    table('Dead letter ' + l.place, [{ name: 'What' }, { name: 'Value' }], what),
    el('p', { class: 'bytes' }, named(l.text, 300)), more);
}
