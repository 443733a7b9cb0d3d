// The consumers of the feed: how far each is, who works for it, and its parked streams.

import { get, post } from './api.js';
import { streamLink } from './chart.js';
import { button, count, empty, fact, h, loading, pause, stored, when } from './dom.js';
import { notice, show } from './problems.js';

const REFRESH_MILLIS = 2000;

/** When a segment was saved, and who works for it. */
function status(segment) {
  return [fact('Saved', segment.updatedAt ? when(segment.updatedAt) : 'not yet'),
    fact('Runs now', segment.leasedBy ? ['until ', when(segment.leasedUntil)] : 'no')];
}

/** A card of one consumer. */
class Consumer {
  #path;
  #signal;
  #status = h('div', {});
  #parked = h('div', {});
  #said = h('div', { role: 'status' });

  constructor(name, signal) {
    this.#path = `/consumers/${encodeURIComponent(name)}`;
    this.#signal = signal;
    const title = `consumer-${name}`;
    this.element = h('article', { class: 'model', 'aria-labelledby': title }, h('h3', { id: title }, name), this.#status, this.#parked, this.#said);
  }

  /** Shows the consumer's state, as `GET /consumers` has it. */
  show(consumer) {
    this.#status.replaceChildren(...[
      h('dl', { class: 'facts' },
        fact('Behind by', consumer.lag === 0 ? 'nothing' : `${count(consumer.lag)} events`),
        fact('Position', count(consumer.position)),
        consumer.segments.length === 1 && status(consumer.segments[0]),
        fact('Parked', consumer.parked.length === 0 ? 'none' : count(consumer.parked.length))),
      consumer.segments.length > 1 && h('ul', {}, consumer.segments.map((segment) => h('li', {},
        h('h4', {}, `Segment ${segment.segment}`), h('dl', { class: 'facts' }, fact('Position', count(segment.position)), status(segment))))),
      consumer.stopped && h('div', { class: 'notice problem' }, h('p', { class: 'notice-title' }, 'The consumer has stopped'),
        h('p', {}, 'Too many streams are parked. Put right what is wrong, then redrive all.'))].filter(Boolean));
    if (!this.#parked.contains(document.activeElement)) this.#parked.replaceChildren(...this.#parkedStreams(consumer.parked));
  }

  #parkedStreams(parked) {
    if (parked.length === 0) return [];
    return [h('ul', { class: 'parked' }, parked.map((row) => h('li', {},
      h('p', {}, streamLink(row.stream), ` stopped before position ${count(row.position)}, tried again `, when(row.retryAt)),
      h('p', { class: 'fine' }, stored(row.error)),
      button('Redrive', () => this.#redrive(`/streams/${encodeURIComponent(row.stream)}/redrive`), { 'aria-label': `Redrive ${row.stream}` })))),
    parked.length > 1 && button('Redrive all', () => this.#redrive('/redrive'))].filter(Boolean);
  }

  async #redrive(below) {
    try {
      await post(this.#path + below, undefined, this.#signal);
      this.#said.replaceChildren(h('p', { class: 'done' }, 'It is tried again in the next run.'));
    } catch (error) {
      show(this.#said, error);
    }
  }
}

/** Shows the consumers. */
export function consumers(main, _, signal) {
  const place = h('div', { class: 'models' }, loading(3));
  const stale = h('div', {});
  const cards = new Map();

  async function refresh() {
    const { consumers: found } = await get('/consumers', {}, signal);
    stale.replaceChildren();
    for (const consumer of found) {
      if (!cards.has(consumer.name)) cards.set(consumer.name, new Consumer(consumer.name, signal));
      cards.get(consumer.name).show(consumer);
    }
    const shown = found.map(({ name }) => cards.get(name).element);
    if (shown.length === 0) {
      place.replaceChildren(empty('Nobody follows the feed.', 'Processes, webhooks and programs elsewhere that store their position here are shown.'));
    } else if (shown.length !== place.children.length || shown.some((card, i) => place.children[i] !== card)) {
      place.replaceChildren(...shown);
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

  main.replaceChildren(h('h1', {}, 'Consumers'), stale, h('section', { 'aria-label': 'Consumers of the feed' }, place));
  keepUp();
}
