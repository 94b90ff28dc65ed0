// @ts-check

/**
 * A snapshot.
 * @param {string} path
 * @param {Record<string, string | number | undefined>} [parameters]
 * @returns {Promise<any>}
 */
export async function get(path, parameters = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, String(value));
  const answer = await fetch('/api/' + path + (query.size ? '?' + query : ''));
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.detail ?? answer.statusText);
  return body;
}

const TYPES = ['metrics', 'drift', 'dead-letter', 'model', 'ledger', 'feed', 'reset'];

const RETRY_MILLIS = 5000;

/**
 * Follows what happens; the browser comes back by itself after a lost connection, with the last id it saw. After a refusal it does
 * not, so that a new stream is begun.
 * @param {() => void} news something changed
 * @param {(connected: boolean) => void} state
 */
export function follow(news, state) {
  const source = new EventSource('/api/stream');
  source.onopen = () => {
    state(true);
    news();
  };
  source.onerror = () => {
    state(false);
    if (source.readyState === EventSource.CLOSED) setTimeout(() => follow(news, state), RETRY_MILLIS);
  };
  for (const type of TYPES) source.addEventListener(type, news);
}
