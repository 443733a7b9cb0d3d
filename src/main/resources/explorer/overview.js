// The first screen: what needs attention, how far the read models are, what is stored and what it costs, and the newest orders.

import { get } from './api.js';
import { amount, button, count, duration, empty, h, loading, orderLink, say, status, stored, when } from './dom.js';
import { fillWith, show } from './problems.js';
import { usage } from './usage.js';

const STATUSES = ['OPEN', 'SHIPPED', 'CANCELLED'];
const SLOW_MILLIS = 10_000;
const PAGE = 20;

const streams = (number, andMore) => `${count(number)}${andMore ? '+' : ''} parked ${number === 1 ? 'stream' : 'streams'}`;

/** Everything in the state of the projections that somebody has to see to, the worst first. */
function attention(projections) {
  const found = [];
  for (const projection of projections) {
    const name = projection.name;
    if (projection.contradiction) {
      found.push(['Contradiction', stored(projection.contradiction.stream), ` in ${name}: `, stored(projection.contradiction.error)]);
    }
    if (projection.parked.length > 0) {
      found.push(['Parked', `${streams(projection.parked.length, projection.moreParked)} in ${name}, first `, stored(projection.parked[0].stream), ': ', stored(projection.parked[0].error)]);
    }
    if (projection.retrying > 0) {
      found.push(['Retrying', `${count(projection.retrying)} streams of ${name} could not be written, and are tried again each minute`]);
    }
    if (projection.generation === undefined && projection.building !== undefined) {
      found.push(['Building', `${name} is being built for the first time`]);
    }
    if ((projection.lagMillis ?? 0) > SLOW_MILLIS) {
      found.push(['Behind', `${name} is ${duration(projection.lagMillis)} behind the events`]);
    }
  }
  return found;
}

/** Everything in the state of the consumers that somebody has to see to. */
function attentionOfConsumers(consumers) {
  return consumers.filter(({ parked }) => parked.length > 0).map(({ name, stopped, parked }) => [
    stopped ? 'Stopped' : 'Parked',
    `${streams(parked.length)} in the consumer ${name}, first `, stored(parked[0].stream), ': ', stored(parked[0].error)]);
}

function attentionList(ofProjections, ofConsumers) {
  if (ofProjections.length + ofConsumers.length === 0) {
    return h('p', { class: 'calm' }, 'Nothing needs attention. Every read model follows the events, and no stream is parked.');
  }
  const rows = (found, href) => found.map(([kind, ...what]) =>
    h('li', {}, h('a', { href }, h('strong', {}, kind), h('span', {}, what))));
  return h('ul', { class: 'attention' }, rows(ofProjections, '#/models'), rows(ofConsumers, '#/consumers'));
}

/** The consumers; none without a feed, and for whoever may not see them. */
async function consumersIfAny(signal) {
  try {
    return (await get('/consumers', {}, signal)).consumers;
  } catch {
    return [];
  }
}

function lags(projections) {
  if (projections.length === 0) return empty('There are no read models.', 'The service declares none.');
  return h('dl', { class: 'tiles' }, projections.map((projection) =>
    h('div', {},
      h('dt', {}, projection.name),
      h('dd', {}, projection.lagMillis === undefined ? 'no events yet' : duration(projection.lagMillis)),
      h('dd', { class: 'fine' }, projection.lastAppliedAt ? ['applied ', when(projection.lastAppliedAt)] : 'waits for the first event'))));
}

/** An order as a row of a list. */
export const orderRow = (order) =>
  h('li', {}, h('a', { class: 'order-row', href: orderLink(order.orderId) },
    h('span', { class: 'order-id' }, stored(order.orderId)),
    h('span', { class: 'order-customer' }, stored(order.customerId)),
    status(order.status),
    h('span', { class: 'order-total number' }, amount(order.total)),
    h('span', { class: 'order-time fine' }, when(order.createdAt))));

/** Reads lists page by page, and gives out their orders together, the newest created first. */
class NewestOrders {
  #lists;

  constructor(statuses) {
    this.#lists = statuses.map((name) => ({ name, orders: [], next: undefined, more: true }));
  }

  async page(size, signal) {
    const page = [];
    while (page.length < size) {
      await Promise.all(this.#lists.filter((list) => list.more && list.orders.length === 0).map((list) => this.#read(list, size, signal)));
      const newest = this.#lists.filter((list) => list.orders.length > 0)
        .reduce((a, b) => (a && a.orders[0].createdAt >= b.orders[0].createdAt ? a : b), undefined);
      if (!newest) {
        if (this.more) continue;
        break;
      }
      page.push(newest.orders.shift());
    }
    return page;
  }

  get more() {
    return this.#lists.some((list) => list.more || list.orders.length > 0);
  }

  async #read(list, limit, signal) {
    const answer = await get('/orders', { status: list.name, limit, cursor: list.next }, signal);
    list.orders = answer.orders;
    list.next = answer.next;
    list.more = answer.next !== undefined;
  }
}

function orderList(signal) {
  const list = h('ul', { class: 'rows' });
  const foot = h('div', {}, loading(5));
  let chosen = 'ALL';
  let orders;

  async function more() {
    const reading = orders;
    try {
      const page = await reading.page(PAGE, signal);
      if (reading !== orders) return;
      list.append(...page.map(orderRow));
      foot.replaceChildren(
        list.childElementCount === 0
          ? empty(chosen === 'ALL' ? 'There are no orders yet.' : `There are no ${chosen.toLowerCase()} orders.`,
            'A new order is shown here some moments after it was created. ', h('a', { href: '#/new' }, 'Create an order'))
          : reading.more ? button('Show more', more) : h('p', { class: 'fine' }, 'These are all.'));
    } catch (error) {
      if (reading === orders) show(foot, error, more);
    }
  }

  function choose(name) {
    chosen = name;
    orders = new NewestOrders(name === 'ALL' ? STATUSES : [name]);
    list.replaceChildren();
    foot.replaceChildren(loading(5));
    more();
  }

  const choices = h('fieldset', { class: 'choice' }, h('legend', { class: 'unseen' }, 'Which orders'),
    ['ALL', ...STATUSES].map((name) => h('label', {},
      h('input', { type: 'radio', name: 'status', value: name, checked: name === 'ALL', onchange: () => choose(name) }),
      name.charAt(0) + name.slice(1).toLowerCase())));
  choose('ALL');
  return [h('div', { class: 'section-head' }, h('h2', { id: 'orders' }, 'Newest orders'), choices), list, foot];
}

/** Shows the overview. */
export function overview(main, _, signal) {
  const attend = h('div', {}, loading(1));
  const lag = h('div', {}, loading(1));
  const health = h('p', { class: 'fine' });
  main.replaceChildren(
    h('div', { class: 'title' }, h('h1', {}, 'Overview'), h('a', { class: 'button', href: '#/new' }, 'New order')),
    h('section', { 'aria-labelledby': 'attention' }, h('h2', { id: 'attention' }, 'Needs attention'), attend, health),
    h('section', { 'aria-labelledby': 'lag' }, h('h2', { id: 'lag' }, 'Read models behind the events by'), lag),
    usage(signal),
    h('section', { 'aria-labelledby': 'orders' }, orderList(signal)));
  fillWith(attend, async () => {
    const [{ projections }, consumers] = await Promise.all([get('/projections', {}, signal), consumersIfAny(signal)]);
    lag.replaceChildren(lags(projections));
    const ofProjections = attention(projections);
    const ofConsumers = attentionOfConsumers(consumers);
    const found = ofProjections.length + ofConsumers.length;
    say(found === 0 ? 'Nothing needs attention' : `${found} things need attention`);
    return attentionList(ofProjections, ofConsumers);
  }).then(() => {
    if (lag.querySelector('.skeleton')) lag.replaceChildren(h('p', { class: 'fine' }, 'Not known.'));
  });
  get('/health', {}, signal).then(
    () => { health.textContent = 'The events table answers.'; },
    (error) => { if (error.name !== 'AbortError') health.replaceChildren(h('strong', {}, 'The events table cannot be read. '), error.message); });
}
