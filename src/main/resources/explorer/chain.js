// Checks the hash chain of a stream, part by part, before one's eyes.

import { get } from './api.js';
import { button, count, h, say, stored } from './dom.js';
import { show } from './problems.js';

/**
 * A place to check a stream in.
 *
 * @param versions how many events the stream has
 * @param damaged is called with the number of the first event of a damaged commit; null if there is none
 */
export function chain(stream, versions, damaged, signal) {
  const progress = h('progress', { max: 1, value: 0, 'aria-label': 'Checked' });
  const said = h('p', { class: 'chain-text' }, 'Each commit holds the hash of the one before. A check computes all of them again, so it finds every event that was altered, inserted or removed.');
  const place = h('div', { class: 'chain' }, said);

  async function check() {
    progress.value = 0;
    place.className = 'chain running';
    place.replaceChildren(progress, said);
    said.replaceChildren('Checking from the first commit.');
    try {
      for (let cursor; ;) {
        const part = await get(`/streams/${encodeURIComponent(stream)}/verification`, { cursor }, signal);
        progress.value = Math.min(1, part.version / Math.max(1, versions()));
        if (part.broken) return broken(part);
        if (part.next === undefined) return intact(part);
        said.replaceChildren(`${count(part.commits)} commits are intact so far.`);
        cursor = part.next;
      }
    } catch (error) {
      place.className = 'chain';
      show(place, error, check);
      return undefined;
    }
  }

  function intact({ commits, version, hash }) {
    place.className = 'chain intact';
    said.replaceChildren(h('strong', {}, 'Intact. '), `${count(commits)} commits with ${count(version)} events were computed again, and nothing was altered. The last hash is `,
      h('code', { class: 'hash' }, hash), '.');
    say('The stream is intact');
    damaged(null);
    return null;
  }

  function broken({ version, broken: { sequenceNumber, reason } }) {
    place.className = 'chain broken';
    said.replaceChildren(h('strong', {}, `Damaged at event ${count(sequenceNumber)}: `), stored(reason),
      `. Events up to ${count(version)} are intact. Put the damaged commit back from a backup.`);
    say(`The stream is damaged at event ${sequenceNumber}`);
    damaged(sequenceNumber);
    return version;
  }

  return { element: h('div', {}, place, h('p', { class: 'actions' }, button('Check the chain', check))), check };
}
