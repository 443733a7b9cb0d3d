// The read models: how far they are, their parked streams, repair and rebuild, and sales as pictures.

import { get, post } from './api.js';
import { byItem, overTime, streamLink } from './chart.js';
import { button, count, duration, empty, fact, h, loading, pause, say, stored, when } from './dom.js';
import { fillWith, notice, show } from './problems.js';

const POLL_MILLIS = 1000;
const REFRESH_MILLIS = 5000;
const MAX_ITEMS = 8;
const GOES_ON = new Set(['RUNNING', 'PAUSED', 'SCANNED']);
const path = (name, ...rest) => ['/projections', encodeURIComponent(name), ...rest].join('/');

const sentence = (word) => word.charAt(0) + word.slice(1).toLowerCase().replaceAll('_', ' ');

/** A card of one projection. */
class Model {
  #name;
  #signal;
  #status = h('div', {});
  #parked = h('div', {});
  #job = h('div', { class: 'job', 'aria-live': 'polite' });
  #following = 0;

  constructor(name, signal) {
    this.#name = name;
    this.#signal = signal;
    const title = `model-${name}`;
    this.element = h('article', { class: 'model', 'aria-labelledby': title },
      h('h3', { id: title }, name), this.#status, this.#parked,
      h('p', { class: 'actions' },
        button('Rebuild', () => this.#start('rebuild', { switch: 'automatic' })),
        button('Rebuild, switch by hand', () => this.#start('rebuild', { switch: 'manual' })),
        button('Compare with the events', () => this.#start('repair', { dryRun: true })),
        button('Repair', () => this.#start('repair', {}))),
      this.#job);
  }

  /** Shows the projection's state, as `GET /projections` has it. */
  show(projection) {
    this.#status.replaceChildren(h('dl', { class: 'facts' },
      fact('Behind by', projection.lagMillis === undefined ? 'no events yet' : duration(projection.lagMillis)),
      fact('Applied', projection.lastAppliedAt ? when(projection.lastAppliedAt) : 'nothing yet'),
      fact('Generation', [projection.generation ?? 'none', projection.building !== undefined && `, ${projection.building} is being built`]),
      fact('Retried', projection.retrying === 0 ? 'none' : `${count(projection.retrying)} streams`),
      fact('Parked', projection.parked.length === 0 ? 'none' : `${count(projection.parked.length)}${projection.moreParked ? '+' : ''}`)));
    if (projection.contradiction) {
      this.#status.append(h('div', { class: 'notice problem' }, h('p', { class: 'notice-title' }, 'The row contradicts the events'),
        h('p', {}, streamLink(projection.contradiction.stream), ': ', stored(projection.contradiction.error))));
    }
    if (!this.#parked.contains(document.activeElement)) this.#parked.replaceChildren(...this.#parkedStreams(projection));
    if (projection.building !== undefined && this.#following === 0) this.#follow('rebuild');
  }

  #parkedStreams({ parked, moreParked }) {
    if (parked.length === 0) return [];
    const said = h('div', { role: 'status' });
    const redrive = (below) => async () => {
      try {
        const answer = await post(path(this.#name, below), undefined, this.#signal);
        const again = answer.parkedAgain ?? answer.rows.filter((row) => row.parked).length;
        said.replaceChildren(h('p', { class: 'done' }, again ? 'The commit still cannot be applied.' : 'The stream is no longer parked.'));
      } catch (error) {
        show(said, error);
      }
    };
    return [h('ul', { class: 'parked' }, parked.map((row) => h('li', {},
      h('p', {}, streamLink(row.stream), ` stopped before event ${count(row.sequenceNumber)} `, h('span', { class: 'pill damaged' }, sentence(row.reason))),
      h('p', { class: 'fine' }, stored(row.error)),
      button('Redrive', redrive(`streams/${encodeURIComponent(row.stream)}/redrive`), { 'aria-label': `Redrive ${row.stream}` })))),
    moreParked && h('p', { class: 'fine' }, 'There are more parked streams.'),
    parked.length > 1 && button('Redrive all', redrive('redrive')), said].filter(Boolean);
  }

  async #start(kind, body) {
    try {
      this.#draw(kind, await post(path(this.#name, kind), body, this.#signal));
      this.#follow(kind);
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error) {
    delete this.#job.dataset.shape;
    show(this.#job, error);
  }

  /** Shows the progress of a job until it ends. */
  async #follow(kind) {
    const mine = ++this.#following;
    try {
      while (mine === this.#following && !this.#signal.aborted) {
        const job = await get(path(this.#name, kind), {}, this.#signal);
        this.#draw(kind, job);
        if (!GOES_ON.has(job.state)) {
          say(`The ${kind} of ${this.#name} is ${job.state.toLowerCase()}`);
          break;
        }
        await pause(POLL_MILLIS, this.#signal);
      }
    } catch (error) {
      this.#fail(error);
    }
    if (mine === this.#following) this.#following = 0;
  }

  #draw(kind, job) {
    const shape = `${kind} ${job.generation} ${job.state}`;
    if (this.#job.dataset.shape === shape) {
      this.#job.querySelector('.job-state').replaceChildren(...this.#progress(kind, job));
      return;
    }
    this.#job.dataset.shape = shape;
    const act = (word, label) => button(label, async () => {
      try {
        await post(path(this.#name, kind, word), undefined, this.#signal);
        this.#follow(kind);
      } catch (error) {
        this.#fail(error);
      }
    });
    const acts = {
      RUNNING: [act('pause', 'Pause'), act('cancel', 'Cancel')],
      PAUSED: [act('resume', 'Go on'), act('cancel', 'Cancel')],
      SCANNED: [act('switch', 'Switch to the new rows'), act('cancel', 'Cancel')],
      DONE: kind === 'rebuild' && job.generations?.retiring.length > 0 ? [act('switch-back', 'Switch back'), act('clean-up', 'Delete the old rows')] : [],
    }[job.state] ?? [];
    const differences = h('div', {});
    this.#job.replaceChildren(...[
      h('div', { class: 'job-state' }, this.#progress(kind, job)),
      h('p', { class: 'actions' }, acts,
        kind === 'rebuild' && GOES_ON.has(job.state) && button('Show differences', () => fillWith(differences, () => this.#differences()))),
      differences].flat().filter(Boolean));
  }

  #progress(kind, job) {
    const label = kind === 'rebuild' ? `Rebuild of generation ${job.generation}` : job.dryRun ? 'Comparison' : 'Repair';
    const speed = job.rowsPerSecond ? `, ${count(job.rowsPerSecond)} rows a second` : '';
    const left = job.secondsLeft ? `, about ${duration(job.secondsLeft * 1000)} left` : '';
    return [
      h('p', {}, h('strong', {}, label), ' ', h('span', { class: 'pill' }, sentence(job.state)), ' ', h('span', { class: 'fine' }, 'since ', when(job.startedAt))),
      h('progress', { max: job.parts, value: job.partsDone, 'aria-label': `${label}, parts done` }),
      h('p', { class: 'fine' }, `${count(job.partsDone)} of ${count(job.parts)} parts, ${count(job.scanned)} commits read`,
        kind === 'rebuild' ? `, ${count(job.applied)} rows written` : `, ${count(job.mended)} rows mended`, speed, left),
      kind === 'repair' && this.#found(job)].flat().filter(Boolean);
  }

  #found({ found, streams, state }) {
    if (Object.keys(found).length === 0) {
      return state === 'DONE' ? h('p', { class: 'calm' }, 'Every row is what the events say.') : null;
    }
    return [
      h('ul', { class: 'counts' }, Object.entries(found).map(([difference, rows]) => h('li', {}, `${count(rows)} ${sentence(difference).toLowerCase()}`))),
      h('ul', { class: 'parked' }, streams.map((row) => h('li', {}, h('p', {}, streamLink(row.stream), ' ', h('span', { class: 'pill' }, sentence(row.difference)), row.mended && ' mended'),
        h('p', { class: 'fine' }, stored(row.error)))))];
  }

  async #differences() {
    const all = [];
    let cursor;
    do {
      const page = await get(path(this.#name, 'rebuild/differences'), { cursor, limit: 50 }, this.#signal);
      all.push(...page.differences);
      cursor = page.next;
    } while (cursor !== undefined && all.length < 50);
    if (all.length === 0) return h('p', { class: 'calm' }, 'The new rows are the same as the live ones.');
    return [
      h('p', { class: 'fine' }, cursor === undefined ? `${count(all.length)} rows differ.` : `The first ${count(all.length)} rows that differ.`),
      h('ul', { class: 'parked' }, all.map((row) => h('li', {},
        h('p', {}, streamLink(row.stream), ' ', h('span', { class: 'pill' }, sentence(row.difference)), row.aspects && ` in ${row.aspects.map(sentence).join(', ').toLowerCase()}`),
        row.liveView !== undefined && h('p', { class: 'views' }, h('del', {}, stored(row.liveView)), h('ins', {}, stored(row.view ?? ''))))))];
  }
}

/** Sales of all items and of one, and the items that were shipped lately side by side. */
function sales(signal) {
  const time = h('div', {}, loading(4));
  const items = h('div', {}, loading(4));
  const input = h('input', { id: 'sales-item', type: 'search', autocomplete: 'off', spellcheck: 'false', placeholder: 'all items' });
  const showTime = () => fillWith(time, async () => {
    const sold = await get('/sales', { itemId: input.value.trim() }, signal);
    return sold.days.length === 0 ? empty('Nothing was shipped in the last 30 days.', 'Sales are counted on the day of the shipment.') : overTime(sold);
  });
  const showItems = () => fillWith(items, async () => {
    const from = new Date(Date.now() - 29 * 86_400_000).toISOString().slice(0, 10);
    const { items: shipped } = await get('/shipped-items', { from, limit: 200 }, signal);
    const names = [...new Set(shipped.map((item) => item.itemId))].slice(0, MAX_ITEMS);
    if (names.length === 0) return empty('No item was shipped in the last 30 days.', 'The items that were shipped last are compared here.');
    return byItem(await Promise.all(names.map(async (itemId) => ({ ...await get('/sales', { itemId }, signal), itemId }))));
  });
  showTime();
  showItems();
  return h('div', { class: 'pictures' },
    h('section', { 'aria-labelledby': 'over-time', class: 'pane' }, h('h2', { id: 'over-time' }, 'Sales of 30 days'),
      h('form', { class: 'inline', onsubmit: (event) => { event.preventDefault(); showTime(); } },
        h('label', { for: 'sales-item' }, 'Item'), input, h('button', {}, 'Show')), time),
    h('section', { 'aria-labelledby': 'by-item', class: 'pane' }, h('h2', { id: 'by-item' }, 'Items shipped last, by revenue'), items));
}

/** Shows the read models. */
export function models(main, _, signal) {
  const place = h('div', { class: 'models' }, loading(4));
  const stale = h('div', {});
  const cards = new Map();
  let built = 0;

  async function refresh() {
    const { projections } = await get('/projections', {}, signal);
    stale.replaceChildren();
    for (const projection of projections) {
      if (!cards.has(projection.name)) cards.set(projection.name, new Model(projection.name, signal));
      cards.get(projection.name).show(projection);
    }
    if (built !== cards.size) {
      built = cards.size;
      place.replaceChildren(...[...cards.values()].map((card) => card.element));
    }
  }

  async function keepUp() {
    while (!signal.aborted) {
      try {
        await refresh();
      } catch (error) {
        if (error.name === 'AbortError') return;
        if (cards.size === 0) return show(place, error, keepUp);
        stale.replaceChildren(notice(error));
      }
      await pause(REFRESH_MILLIS, signal);
    }
  }

  main.replaceChildren(h('h1', {}, 'Read models'), stale, h('section', { 'aria-label': 'Projections' }, place), sales(signal));
  keepUp();
}
