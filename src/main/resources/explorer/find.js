// Finds orders by id, customer, status, item, and words of the address, as one types.

import { get, orderPath } from './api.js';
import { amount, count, empty, h, loading, orderLink, status, stored, when } from './dom.js';
import { orderRow } from './overview.js';
import { notice } from './problems.js';

const ID = /^[A-Za-z0-9._:-]{1,128}$/;
const PAUSE_MILLIS = 220;
const LIMIT = 10;
const isId = (text) => ID.test(text) && text !== '.' && text !== '..';

const shipment = (item) =>
  h('li', {}, h('a', { class: 'order-row', href: orderLink(item.orderId) },
    h('span', { class: 'order-id' }, stored(item.orderId)),
    h('span', { class: 'order-customer' }, `${count(item.quantity)} × `, stored(item.itemId)),
    h('span', { class: 'order-address' }, stored(item.shippingAddress)),
    h('span', { class: 'order-time fine' }, when(item.shippedAt))));

/** What can be searched by: whether a text is of that kind, and how its results are read. */
const KINDS = [
  {
    id: 'order', label: 'Order id', fits: isId,
    read: async (text, signal) => [orderRow(await get(orderPath(text), {}, signal))],
  },
  {
    id: 'customer', label: 'Customer', fits: isId,
    read: async (text, signal) => {
      const [totals, list] = await Promise.all([
        get(`/customers/${encodeURIComponent(text)}`, {}, signal),
        get('/orders', { customerId: text, limit: LIMIT }, signal)]);
      return [
        h('li', { class: 'totals' }, `${count(totals.orders)} orders: ${count(totals.open)} open, ${count(totals.shipped)} shipped, ${count(totals.cancelled)} cancelled. ${count(totals.quantity)} pieces shipped for ${amount(totals.revenue)}.`),
        ...list.orders.map(orderRow)];
    },
  },
  {
    id: 'status', label: 'Status', fits: (text) => /^(open|shipped|cancelled)$/i.test(text),
    read: async (text, signal) =>
      (await get('/orders', { status: text.toUpperCase(), limit: LIMIT }, signal)).orders.map(orderRow),
  },
  {
    id: 'item', label: 'Item, shipped', fits: isId,
    read: async (text, signal) => (await get('/shipped-items', { itemId: text, limit: LIMIT }, signal)).items.map(shipment),
  },
  {
    id: 'address', label: 'Words of the address', fits: (text) => /[\p{L}\p{N}]{2}/u.test(text),
    read: async (text, signal) => (await get('/shipped-items', { q: text, limit: LIMIT }, signal)).items.map(shipment),
  },
];

async function results(kind, text, signal) {
  try {
    return { kind, rows: await kind.read(text, signal) };
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    return error.status === 404 ? { kind, rows: [] } : { kind, error };
  }
}

function section({ kind, rows, error }) {
  const title = `found-${kind.id}`;
  return h('section', { 'aria-labelledby': title },
    h('h2', { id: title }, kind.label),
    error ? notice(error) : h('ul', { class: 'rows' }, rows));
}

/** Shows the search. */
export function find(main, { query }, left) {
  let running = new AbortController();
  left.addEventListener('abort', () => running.abort());
  const found = h('div', { id: 'found' });
  const said = h('p', { class: 'fine', role: 'status' });
  const input = h('input', {
    id: 'q', type: 'search', name: 'q', autocomplete: 'off', spellcheck: 'false', maxlength: 200,
    value: query.get('q') ?? '', placeholder: 'order, customer, status, item, or words of an address',
  });
  const by = h('select', { id: 'by', name: 'by' }, h('option', { value: '' }, 'Anything'),
    KINDS.map((kind) => h('option', { value: kind.id }, kind.label)));
  by.value = query.get('by') ?? '';

  async function search() {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    const text = input.value.trim();
    const parameters = new URLSearchParams(Object.entries({ q: text, by: by.value }).filter(([, value]) => value));
    history.replaceState(null, '', `#/find${parameters.size ? `?${parameters}` : ''}`);
    const kinds = KINDS.filter((kind) => (by.value ? kind.id === by.value : true) && kind.fits(text));
    if (text === '' || kinds.length === 0) {
      said.textContent = '';
      found.replaceChildren(text === ''
        ? empty('What are you looking for?', 'Ids are matched as a whole, words of an address by their beginning: ', h('em', {}, 'hull sea'), ' finds ', h('em', {}, '1 Sea Road, Hull'), '.')
        : empty('Nothing can have this name.', by.value ? 'Look for anything instead.' : 'Ids have letters, digits and . _ : - only.'));
      return;
    }
    found.replaceChildren(loading(3));
    try {
      const all = await Promise.all(kinds.map((kind) => results(kind, text, signal)));
      const shown = all.filter(({ rows, error }) => error || rows.length > 0);
      const allRefused = shown.length > 0 && shown.every(({ error }) => error);
      found.replaceChildren(...(shown.length === 0
        ? [empty('Nothing was found.', 'Upper and lower case differ in ids. Read models may be some moments behind.')]
        : allRefused ? [notice(shown[0].error, search)] : shown.map(section)));
      const number = shown.reduce((sum, { rows }) => sum + (rows?.filter((row) => !row.matches('.totals')).length ?? 0), 0);
      said.textContent = number >= LIMIT ? `${number} shown, at most ${LIMIT} of a kind` : `${number} found`;
    } catch (error) {
      if (error.name !== 'AbortError') throw error;
    }
  }

  let timer;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE_MILLIS);
  };
  input.addEventListener('input', soon);
  by.addEventListener('change', search);
  main.replaceChildren(
    h('h1', {}, 'Find'),
    h('form', { role: 'search', class: 'search', onsubmit: (event) => { event.preventDefault(); search(); } },
      h('label', { for: 'q', class: 'unseen' }, 'Look for'), input,
      h('label', { for: 'by', class: 'unseen' }, 'By'), by),
    said, found);
  search();
  return input;
}
