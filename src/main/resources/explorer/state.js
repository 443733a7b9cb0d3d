// An order's state, and what is different from the state before.

import { amount, count, empty, h, status, stored, when } from './dom.js';
import './virtual-list.js';

const ROW_HEIGHT = 36;
const MAX_ROWS = 12;
const FIELDS = [
  ['status', 'Status', (value) => status(value)],
  ['customerId', 'Customer', (value) => stored(value)],
  ['total', 'Total', (value) => h('span', { class: 'number' }, amount(value))],
  ['shippingAddress', 'Shipping address', (value) => stored(value, { class: 'prose' })],
  ['cancellationReason', 'Cancelled because', (value) => stored(value, { class: 'prose' })],
  ['forgotten', 'Personal data', () => 'forgotten'],
];
const ALWAYS_SHOWN = new Set(['status', 'customerId', 'total']);
const MARKS = { added: '+', changed: '±', removed: '−' };

const key = (line) => `${line.itemId}@${line.price}`;

/** The lines of both states: those that differ first, each with how it differs. */
function lines(before, after) {
  const earlier = new Map((before?.items ?? []).map((line) => [key(line), line]));
  const later = new Set(after.items.map(key));
  const all = after.items.map((line) => {
    const was = before && earlier.get(key(line));
    if (!before) return { line };
    if (!was) return { line, change: 'added' };
    return was.quantity === line.quantity ? { line } : { line, change: 'changed', was: was.quantity };
  });
  const removed = [...earlier.values()].filter((line) => !later.has(key(line))).map((line) => ({ line, change: 'removed' }));
  return [...removed, ...all.filter(({ change }) => change), ...all.filter(({ change }) => !change)];
}

const mark = (change) => change && h('span', { class: 'mark' }, h('span', { 'aria-hidden': 'true' }, MARKS[change]), h('span', { class: 'unseen' }, `${change}: `));

function lineRow({ line, change, was }) {
  return h('div', { class: `line ${change ?? ''}` },
    h('span', { class: 'line-mark' }, mark(change)),
    h('span', { class: 'line-item' }, stored(line.itemId)),
    h('span', { class: 'number' }, was !== undefined && [h('del', {}, count(was)), ' '], count(line.quantity)),
    h('span', { class: 'number' }, '× ', amount(line.price)),
    h('span', { class: 'number line-sum' }, amount(product(line.quantity, line.price))));
}

/** Exact, to four decimals. */
function product(quantity, price) {
  const [whole, fraction = ''] = String(price).split('.');
  const units = BigInt(whole + fraction.padEnd(4, '0')) * BigInt(quantity);
  const text = units.toString().padStart(5, '0');
  return `${text.slice(0, -4)}.${text.slice(-4).replace(/0{1,2}$/, '')}`;
}

function lineList(before, after) {
  const all = lines(before, after);
  if (all.length === 0) return empty('No lines.', 'Nothing has been added to this order yet.');
  const list = h('virtual-list', {
    class: 'lines', tabindex: all.length > MAX_ROWS ? 0 : undefined, 'aria-label': `Lines, ${count(after.items.length)}`,
  });
  list.style.height = `${Math.min(all.length, MAX_ROWS) * ROW_HEIGHT}px`;
  queueMicrotask(() => list.configure({ count: all.length, rowHeight: ROW_HEIGHT, render: (index) => lineRow(all[index]) }));
  return list;
}

function field([name, label, shown], before, after) {
  const now = after[name];
  const was = before?.[name];
  if (now === undefined && was === undefined) return null;
  const change = !before || String(now) === String(was) ? '' : was === undefined ? 'added' : 'changed';
  return h('div', { class: change }, h('dt', {}, label, mark(change || undefined)),
    h('dd', {}, change === 'changed' && [h('del', {}, shown(was)), ' '], now === undefined ? 'none' : shown(now)));
}

/**
 * A state, in which every difference from the one before is marked.
 *
 * @param before null if there is none
 */
export function stateView(before, after) {
  return [
    h('dl', { class: 'fields' },
      FIELDS.map((each) => (ALWAYS_SHOWN.has(each[0]) || after[each[0]] !== undefined) && field(each, before, after)),
      h('div', {}, h('dt', {}, 'Created'), h('dd', {}, when(after.createdAt))),
      h('div', {}, h('dt', {}, 'Changed'), h('dd', {}, when(after.updatedAt)))),
    h('h3', {}, 'Lines ', h('span', { class: 'fine' }, count(after.items.length))),
    lineList(before, after)];
}

/** What differs between two states, as sentences. */
export function differences(before, after) {
  if (!before) return [];
  const fields = FIELDS.filter(([name]) => String(before[name]) !== String(after[name])).map(([name, label, shown]) =>
    h('li', {}, `${label}: `, before[name] !== undefined && [h('del', {}, shown(before[name])), ' → '], after[name] === undefined ? 'none' : shown(after[name])));
  const changed = lines(before, after).filter(({ change }) => change).map(({ line, change, was }) =>
    h('li', {}, `${change === 'added' ? 'New line' : change === 'removed' ? 'Line removed' : 'Line changed'}: `,
      stored(line.itemId), ` at ${amount(line.price)}: `, was !== undefined && [h('del', {}, count(was)), ' → '], count(line.quantity)));
  return [...changed, ...fields];
}
