// An order through time: its events, the state beside the event that changed it, its chain, and its commands.

import { address, hasToken, orderPath } from './api.js';
import { chain } from './chain.js';
import { commands, creation } from './commands.js';
import { count, h, loading, orderLink, say, status, stored } from './dom.js';
import { EventList, eventView } from './events.js';
import { History } from './history.js';
import { show } from './problems.js';
import { scheduled } from './scheduled.js';
import { stateView } from './state.js';
import { Timeline } from './timeline.js';

const PAUSE_MILLIS = 60;

class OrderScreen {
  #id;
  #signal;
  #main;
  #selected = 0;
  #reading = new AbortController();
  #timer;
  #state = h('div', { class: 'state' });
  #event = h('div', { class: 'event' });
  #badge = h('span', {});
  #link = h('a', {});
  #json = h('a', { target: '_blank', rel: 'noopener' }, 'JSON');
  #note = h('p', { class: 'fine' });

  constructor(main, id, signal) {
    this.#main = main;
    this.#id = id;
    this.#signal = signal;
    this.history = new History(id, signal, () => this.#eventsWereRead());
    this.list = new EventList(this.history, (version, focus) => this.select(version, focus));
    this.timeline = new Timeline(this.history, (version) => this.select(version), (instant) => this.#selectAt(instant));
    this.chain = chain(`order-${id}`, () => this.history.version, (number) => this.#markDamage(number), signal);
    this.heading = h('h1', {}, h('span', { class: 'kind' }, 'Order'), ' ', stored(id));
  }

  /** Reads the order and shows a version of it; 0 for the last one. */
  async open(version) {
    this.#main.replaceChildren(this.heading, loading(6));
    try {
      await this.history.open();
    } catch (error) {
      if (error.type !== 'broken-stream') {
        this.#main.replaceChildren(this.heading);
        const place = h('div', {});
        this.#main.append(place);
        return show(place, error, () => this.open(version));
      }
      return this.#openDamaged(error);
    }
    this.#build();
    this.select(Math.min(version || this.history.version, this.history.version), false, true);
    this.#readBadge();
    return undefined;
  }

  /** A damaged commit cannot be read. What is before it can. */
  async #openDamaged(error) {
    const place = h('div', {});
    show(place, error);
    this.#main.replaceChildren(this.heading, place, this.#chainSection());
    const intactTo = await this.chain.check();
    if (!intactTo) return;
    try {
      await this.history.openUpTo(intactTo);
    } catch (deeper) {
      return show(place, deeper);
    }
    this.#build();
    this.#main.insertBefore(place, this.#main.children[1]);
    this.#badge.replaceChildren(h('span', { class: 'pill damaged' }, 'Damaged'));
    this.select(intactTo, false, true);
  }

  #build() {
    const hadFocus = document.activeElement === this.heading;
    const section = (id, title, ...content) => h('section', { 'aria-labelledby': id }, h('h2', { id }, title), content);
    this.#main.replaceChildren(
      h('div', { class: 'title' }, this.heading, this.#badge, h('span', { class: 'links' }, this.#link, hasToken() ? null : this.#json)),
      h('section', { 'aria-label': 'Time', class: 'time' }, this.timeline.element),
      h('div', { class: 'through' },
        h('section', { 'aria-labelledby': 'events', class: 'pane' }, h('h2', { id: 'events' }, 'Events'), this.list.element),
        h('div', { class: 'beside' },
          h('section', { 'aria-labelledby': 'event', class: 'pane' }, h('h2', { id: 'event' }, 'The event'), this.#event),
          h('section', { 'aria-labelledby': 'state', class: 'pane' }, h('h2', { id: 'state' }, 'The order after it'), this.#note, this.#state))),
      this.#chainSection(),
      section('commands', 'Commands', commands({
        id: this.#id,
        get version() { return this.history.version; },
        history: this.history,
        state() { return this.history.state(this.history.version); },
      }, () => this.#recorded())),
      scheduled(this.#id, this.#signal));
    if (hadFocus) this.heading.focus({ preventScroll: true });
    this.list.configure();
    this.timeline.configure();
  }

  #chainSection() {
    return h('section', { 'aria-labelledby': 'chain' }, h('h2', { id: 'chain' }, 'Hash chain'), this.chain.element);
  }

  async #recorded() {
    const before = this.history.version;
    await this.history.open();
    this.list.configure();
    this.timeline.configure();
    this.select(this.history.version);
    this.#readBadge();
    say(`${this.history.version - before} events were recorded`);
  }

  async #readBadge() {
    try {
      const now = await this.history.state(this.history.version, this.#signal);
      this.#badge.replaceChildren(status(now.status));
    } catch {
      this.#badge.replaceChildren();
    }
  }

  #eventsWereRead() {
    if (!this.list.element.isConnected) return;
    this.list.refresh();
    this.timeline.configure();
  }

  #markDamage(number) {
    this.list.damaged = number;
    this.timeline.damaged = number;
    if (!this.list.element.isConnected) return;
    this.list.refresh();
    this.timeline.configure();
  }

  async #selectAt(instant) {
    try {
      this.select(await this.history.versionAt(instant, this.#signal));
    } catch (error) {
      if (error.type === 'version-not-found') this.select(1);
      else show(this.#state, error);
    }
  }

  /**
   * Shows the order after its first events.
   *
   * @param focus whether the event's row gets the focus
   * @param fromAddress whether the address says so already
   */
  select(version, focus = false, fromAddress = false) {
    this.#selected = version;
    this.list.show(version, focus);
    this.timeline.show(version);
    const link = orderLink(this.#id, version);
    if (!fromAddress) history.replaceState(null, '', link);
    this.#link.href = link;
    this.#link.textContent = `Link to version ${count(version)}`;
    this.#json.href = address(orderPath(this.#id), { version });
    clearTimeout(this.#timer);
    this.#reading.abort();
    this.#reading = new AbortController();
    this.#signal.addEventListener('abort', () => this.#reading.abort(), { signal: this.#reading.signal });
    this.#timer = setTimeout(() => this.#read(version, this.#reading.signal), PAUSE_MILLIS);
    return true;
  }

  async #read(version, signal) {
    if (!this.#state.hasChildNodes()) this.#state.replaceChildren(loading(4));
    this.history.event(version).then(
      (event) => { if (!signal.aborted) this.#event.replaceChildren(...eventView(event)); },
      (error) => { if (!signal.aborted) show(this.#event, error, () => this.#read(version, signal)); });
    try {
      const [before, after] = await Promise.all([this.history.state(version - 1, signal), this.history.state(version, signal)]);
      if (signal.aborted) return;
      this.#note.textContent = version === 1 ? 'The first version.' : `What is different from version ${count(version - 1)} is marked.`;
      this.#state.replaceChildren(...stateView(before, after));
      this.timeline.show(version);
    } catch (error) {
      if (!signal.aborted) show(this.#state, error, () => this.#read(version, signal));
    }
  }
}

/** Shows an order. */
export function order(main, { names: [id, version] }, signal) {
  const screen = new OrderScreen(main, id, signal);
  order.moveTo = (to) => screen.history.version > 0 && screen.select(Math.min(to || screen.history.version, screen.history.version), false, true);
  screen.open(Number(version ?? 0));
  return screen.heading;
}

/** Shows the form that creates an order. */
export function newOrder(main) {
  main.replaceChildren(h('h1', {}, 'New order'),
    h('p', { class: 'fine' }, 'A dry run shows what would be recorded.'),
    h('section', { 'aria-label': 'The order' }, creation((created) => { location.hash = orderLink(created.orderId); })));
}
