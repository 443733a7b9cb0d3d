// The events of an order: read page by page as they are needed, and the states between them.

import { get, orderPath } from './api.js';

const PAGE = 100;
const MAX_STATES = 60;

export class History {
  #pages = new Map();
  #states = new Map();
  #signal;
  #loaded;

  /** @param loaded called with the sequence numbers of the first and last event of a page that was read */
  constructor(orderId, signal, loaded) {
    this.orderId = orderId;
    this.version = 0;
    this.#signal = signal;
    this.#loaded = loaded;
  }

  /** Reads the last event, and so how many there are. What was read before stays. */
  async open() {
    const { events } = await get(orderPath(this.orderId, 'events'), { order: 'desc', limit: 1 }, this.#signal);
    if (this.version !== 0) this.#pages.delete(this.#page(this.version));
    this.version = events[0].sequenceNumber;
    this.last = events[0];
    this.first = await this.event(1);
  }

  /** Shows only so many events: a later commit is damaged. */
  async openUpTo(version) {
    this.version = version;
    [this.first, this.last] = await Promise.all([this.event(1), this.event(version)]);
  }

  #page = (number) => Math.floor((number - 1) / PAGE);

  /** An event that was read already; undefined if it was not. */
  peek(number) {
    const page = this.#pages.get(this.#page(number));
    return Array.isArray(page) ? page[(number - 1) % PAGE] : undefined;
  }

  /** An event, read if need be. */
  async event(number) {
    return (await this.#read(this.#page(number)))[(number - 1) % PAGE];
  }

  /** Reads the page with an event, for later. */
  want(number) {
    this.#read(this.#page(number)).catch(() => {});
  }

  #read(page) {
    if (!this.#pages.has(page)) {
      const reading = get(orderPath(this.orderId, 'events'), { after: page * PAGE, limit: Math.min(PAGE, this.version - page * PAGE) }, this.#signal).then(({ events }) => {
        this.#pages.set(page, events);
        this.#loaded(page * PAGE + 1, page * PAGE + events.length);
        return events;
      });
      reading.catch(() => this.#pages.delete(page));
      this.#pages.set(page, reading);
    }
    return this.#pages.get(page);
  }

  /** The order after its first events; null after none. The last states are kept. */
  async state(version, signal) {
    if (version === 0) return null;
    if (!this.#states.has(version)) {
      const state = await get(orderPath(this.orderId), { version }, signal);
      this.#states.set(version, state);
      if (this.#states.size > MAX_STATES) this.#states.delete(this.#states.keys().next().value);
    }
    return this.#states.get(version);
  }

  /** The version that the order had at an instant. */
  async versionAt(instant, signal) {
    return (await get(orderPath(this.orderId), { asOf: instant }, signal)).version;
  }
}
