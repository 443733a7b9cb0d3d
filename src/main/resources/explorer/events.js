// Events: one in full, one in a row, and a list of all of them.

import { count, eventTitle, h, orderLink, shortWhen, stored, when } from './dom.js';
import './virtual-list.js';

const ROW_HEIGHT = 56;
const OWN = new Set(['sequenceNumber', 'eventType', 'orderId', 'timestamp', 'occurredAt', 'metadata']);
const TEXTS = new Set(['shippingAddress', 'reason', 'cancellationReason']);

const fields = (event) => Object.entries(event).filter(([name]) => !OWN.has(name));

/** What an event is about, in a few words. */
export function summary(event) {
  const { quantity, itemId, price } = event;
  if (itemId !== undefined) {
    return [quantity !== undefined && `${count(quantity)} × `, stored(itemId), price !== undefined && ` at ${price}`];
  }
  return fields(event).map(([name, value]) => stored(name === 'forgotten' ? name : typeof value === 'object' ? JSON.stringify(value) : value));
}

/** The kind of an event, for its color. */
export function kind(type) {
  if (/Created|Added/.test(type)) return 'adds';
  if (/Removed|Cancelled/.test(type)) return 'removes';
  return /Shipped/.test(type) ? 'ships' : 'changes';
}

export const label = (name) => {
  const words = name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** Everything that is known of an event. */
export function eventView(event) {
  const { commandId, correlationId, causationId, actor } = event.metadata ?? {};
  const known = [['Command id', commandId], ['Correlation id', correlationId], ['Causation id', causationId], ['Actor', actor]];
  return [
    h('h3', { class: 'event-title' }, h('span', { class: `dot ${kind(event.eventType)}`, 'aria-hidden': 'true' }),
      h('span', {}, eventTitle(event.eventType)), h('code', { class: 'fine' }, event.eventType)),
    h('dl', { class: 'fields' },
      fields(event).map(([name, value]) => h('div', {}, h('dt', {}, label(name)),
        h('dd', {}, stored(typeof value === 'object' ? JSON.stringify(value) : value, TEXTS.has(name) ? { class: 'prose' } : {})))),
      h('div', {}, h('dt', {}, 'Recorded'), h('dd', {}, when(event.timestamp))),
      event.occurredAt && h('div', {}, h('dt', {}, 'Happened'), h('dd', {}, when(event.occurredAt)))),
    h('h4', {}, 'Its command'),
    h('dl', { class: 'fields meta' }, known.map(([name, value]) => h('div', {}, h('dt', {}, name),
      h('dd', {}, value === undefined ? h('span', { class: 'fine' }, 'not recorded') : h('code', {}, stored(value))))))];
}

/** Events that are not in a list, such as those of a dry run. */
export const eventItems = (events) =>
  h('ol', { class: 'would', start: events[0]?.sequenceNumber }, events.map((event) =>
    h('li', { value: event.sequenceNumber }, h('strong', {}, eventTitle(event.eventType)), ' ', h('span', { class: 'summary' }, summary(event)))));

/** A list of all events of a history. Each is a link to its version. */
export class EventList {
  #history;
  #list;
  #selected = 0;
  damaged = null;

  /** @param select shows another version */
  constructor(history, select) {
    this.#history = history;
    this.#list = h('virtual-list', { class: 'events', 'aria-label': 'Events' });
    this.#list.addEventListener('keydown', (event) => {
      const last = history.version;
      const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -last, End: last };
      if (!(event.key in steps) || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      select(Math.min(last, Math.max(1, this.#selected + steps[event.key])), true);
    });
    this.element = this.#list;
  }

  configure() {
    this.#list.style.height = `${this.#history.version * ROW_HEIGHT}px`;
    this.#list.configure({ count: this.#history.version, rowHeight: ROW_HEIGHT, render: (index) => this.#row(index + 1) });
  }

  /** Makes the rows again whose events were read. */
  refresh() {
    this.#list.refresh();
  }

  show(version, focus) {
    this.#selected = version;
    this.#list.reveal(version - 1);
    this.#list.refresh();
    if (focus) this.#list.row(version - 1)?.querySelector('a')?.focus({ preventScroll: true });
  }

  #row(number) {
    const event = this.#history.peek(number);
    const before = this.#history.peek(number - 1);
    if (!event) this.#history.want(number);
    const joined = event && before && event.metadata.commandId === before.metadata.commandId && event.timestamp === before.timestamp;
    const damaged = this.damaged !== null && number >= this.damaged;
    return h('div', { class: `event-row ${joined ? 'joined' : ''} ${damaged ? 'damaged' : ''}` },
      h('a', {
        href: orderLink(this.#history.orderId, number), 'data-row': number - 1,
        tabindex: number === this.#selected ? 0 : -1,
        'aria-current': number === this.#selected ? 'true' : undefined,
      },
        h('span', { class: `dot ${event ? kind(event.eventType) : ''}`, 'aria-hidden': 'true' }),
        h('span', { class: 'event-number' }, count(number)),
        h('span', { class: 'event-name' }, damaged && number === this.damaged && h('strong', { class: 'flag' }, 'Damaged '), event ? eventTitle(event.eventType) : 'Loading'),
        h('span', { class: 'event-summary' }, event ? summary(event) : ''),
        event && h('span', { class: 'event-time fine' }, shortWhen(event.timestamp, before?.timestamp))));
  }
}
