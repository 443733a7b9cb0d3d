// A form for each command: try it without recording anything, then do it.

import { call, orderPath } from './api.js';
import { button, count, h, say } from './dom.js';
import { eventItems } from './events.js';
import { show } from './problems.js';
import { differences, stateView } from './state.js';

const FIELDS = {
  orderId: { label: 'Order id', hint: 'made if left out', optional: true },
  customerId: { label: 'Customer' },
  itemId: { label: 'Item' },
  quantity: { label: 'Quantity', number: true },
  price: { label: 'Price', number: true },
  linePrice: { label: 'Price', number: true, optional: true, name: 'price', hint: 'if the item has several' },
  shippingAddress: { label: 'Shipping address', long: true },
  shippedTo: { label: 'Shipping address', long: true, optional: true, name: 'shippingAddress', hint: 'given: shipped at once' },
  reason: { label: 'Reason', long: true },
  occurredAt: { label: 'Happened at', optional: true, hint: 'such as 2026-01-31T08:15:30Z' },
};

const CHANGES = {
  ADD_ITEM: ['itemId', 'quantity', 'price'],
  REMOVE_ITEM: ['itemId'],
  CHANGE_QUANTITY: ['itemId', 'quantity', 'linePrice'],
  SHIP: ['shippingAddress'],
  CANCEL: ['reason'],
};

const CREATE = {
  label: 'Create order', method: 'POST', path: () => '/orders', fields: ['orderId', 'customerId'],
  list: { name: 'items', label: 'Items', kinds: { ITEM: ['itemId', 'quantity', 'price'] } }, after: ['shippedTo'],
};

const COMMANDS = [
  { label: 'Add item', method: 'POST', path: (id) => orderPath(id, 'items'), fields: ['itemId', 'quantity', 'price'] },
  { label: 'Change quantity', method: 'PATCH', path: (id, body) => orderPath(id, 'items', take(body, 'itemId')), fields: ['itemId', 'quantity', 'linePrice'] },
  { label: 'Remove item', method: 'DELETE', path: (id, body) => orderPath(id, 'items', take(body, 'itemId')), fields: ['itemId'] },
  { label: 'Several changes', method: 'PATCH', path: (id) => orderPath(id), fields: [], list: { name: 'changes', label: 'Changes', kinds: CHANGES } },
  { label: 'Ship', method: 'POST', path: (id) => orderPath(id, 'shipment'), fields: ['shippingAddress'] },
  { label: 'Cancel', method: 'POST', path: (id) => orderPath(id, 'cancellation'), fields: ['reason'] },
];

function take(body, name) {
  const value = body[name];
  delete body[name];
  return value ?? '';
}

const newKey = () => crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** A number as it was typed: no digit is rounded away. */
function number(text) {
  return JSON.rawJSON && /^(0|[1-9]\d*)(\.\d+)?$/.test(text) ? JSON.rawJSON(text) : Number.isNaN(Number(text)) ? text : Number(text);
}

let fieldNumber = 0;

function fieldFor(each) {
  const { label, hint, number: isNumber, long, name = each } = FIELDS[each];
  const id = `field-${++fieldNumber}`;
  const input = h(long ? 'textarea' : 'input', {
    id, 'data-name': name, 'data-number': isNumber, autocomplete: 'off', spellcheck: long ? undefined : 'false',
    rows: long ? 2 : undefined, dir: 'auto', inputmode: isNumber ? 'decimal' : undefined,
    'aria-describedby': hint ? `${id}-hint` : undefined,
  });
  return h('div', { class: `field ${long ? 'wide' : ''}` }, h('label', { for: id }, label, hint && h('span', { class: 'fine', id: `${id}-hint` }, ` ${hint}`)), input);
}

/** What is in the fields of a part of a form. Empty fields are left out: the service says what is missing. */
function values(part) {
  const body = {};
  for (const input of part.querySelectorAll('[data-name]')) {
    const text = input.value;
    if (text !== '') body[input.dataset.name] = input.dataset.number === undefined ? text : number(text.trim());
  }
  return body;
}

function listOf({ label, kinds }) {
  const rows = h('div', { class: 'sub-rows' });
  const names = Object.keys(kinds);
  const add = () => {
    const fields = h('div', { class: 'form-fields' });
    const type = h('select', { 'aria-label': 'Which change', onchange: () => fields.replaceChildren(...kinds[type.value].map(fieldFor)) },
      names.map((name) => h('option', { value: name }, name.toLowerCase().replace('_', ' '))));
    fields.append(...kinds[names[0]].map(fieldFor));
    const row = h('div', { class: 'sub-row', role: 'group', 'aria-label': `${label} ${rows.childElementCount + 1}` },
      names.length > 1 && type, fields,
      h('button', { type: 'button', class: 'quiet', 'aria-label': 'Remove this row', onclick: () => row.remove() }, '×'));
    row.read = () => (names.length > 1 ? { type: type.value, ...values(fields) } : values(fields));
    rows.append(row);
    row.querySelector('input, textarea')?.focus();
  };
  return {
    element: h('div', { class: 'wide' }, h('p', { class: 'label' }, label), rows, h('button', { type: 'button', onclick: add }, `Add to ${label.toLowerCase()}`)),
    read: () => [...rows.children].map((row) => row.read()),
  };
}

/**
 * The form of a command.
 *
 * @param order the order, with `id`, `version` and `state()`; null for a creation
 * @param done is called with the order that a recorded command left
 */
function form(command, order, done) {
  const outcome = h('div', { class: 'outcome', 'aria-live': 'polite' });
  const list = command.list && listOf(command.list);
  const main = h('div', { class: 'form-fields' }, command.fields.map(fieldFor));
  const more = h('div', { class: 'form-fields' }, (command.after ?? []).map(fieldFor), command.method !== 'DELETE' && fieldFor('occurredAt'));
  const key = h('input', { value: newKey(), autocomplete: 'off', spellcheck: 'false', id: `field-${++fieldNumber}` });
  const ifMatch = h('input', { type: 'checkbox', checked: true });
  const expected = order && h('strong', {}, count(order.version));

  async function send(dryRun) {
    const body = { ...values(main), ...values(more) };
    if (list) {
      const listed = list.read();
      if (listed.length > 0 || order) body[command.list.name] = listed;
    }
    const path = command.path(order?.id, body);
    const headers = { 'Idempotency-Key': key.value };
    if (order && ifMatch.checked) headers['If-Match'] = `"${order.version}"`;
    markField(null);
    try {
      const answer = await call(command.method, path, { headers, body: command.method === 'DELETE' ? undefined : body, query: dryRun ? { dryRun } : {} });
      if (dryRun) {
        outcome.replaceChildren(...await preview(answer));
        say('The dry run is done. Nothing was recorded.');
      } else {
        outcome.replaceChildren(h('p', { class: 'done' }, answer.replayed ? 'This command was recorded before. ' : 'Done. ', `The order is at version ${count(answer.data.version)}.`));
        key.value = newKey();
        await done(answer.data);
        if (expected) expected.textContent = count(order.version);
      }
    } catch (error) {
      markField(error.body?.field);
      show(outcome, error);
    }
  }

  function markField(name) {
    for (const input of element.querySelectorAll('[data-name]')) {
      if (name && (name === input.dataset.name || name.endsWith(`.${input.dataset.name}`))) input.setAttribute('aria-invalid', 'true');
      else input.removeAttribute('aria-invalid');
    }
  }

  async function preview({ data, replayed }) {
    const before = order ? await order.state() : null;
    const changed = differences(before, data);
    const title = replayed ? 'This key was used for this command already. It left the order like this:'
      : data.wouldRecord.length === 0 ? 'There is nothing to record: the order already is as the command asks.'
        : `It would record ${count(data.wouldRecord.length)} ${data.wouldRecord.length === 1 ? 'event' : 'events'}. Nothing was recorded yet.`;
    return [
      h('p', { class: 'outcome-title' }, title),
      data.wouldRecord.length > 0 && eventItems(data.wouldRecord),
      changed.length > 0 && [h('p', { class: 'label' }, 'The order would change'), h('ul', { class: 'differences' }, changed)],
      !before && h('div', { class: 'preview' }, stateView(null, data))].flat().filter(Boolean);
  }

  const element = h('form', { class: 'command', onsubmit: (event) => { event.preventDefault(); element.querySelector('.dry-run').click(); } },
    main, list?.element,
    h('details', {}, h('summary', {}, command.after ? 'Address, time and key' : 'Time, key and version'), more,
      h('div', { class: 'field wide' }, h('label', { for: key.id }, 'Idempotency-Key', h('span', { class: 'fine' }, ' sent again, the command is done once')), key),
      order && h('label', { class: 'check' }, ifMatch, h('span', {}, 'Only if the order is still at version ', expected, ' (If-Match)'))),
    h('p', { class: 'actions' },
      button('Dry run', () => send(true), { class: 'dry-run' }),
      button(command.label, () => send(false), { class: 'primary' })),
    outcome);
  return element;
}

/** The forms of all commands for an order, one at a time. */
export function commands(order, done) {
  const place = h('div', {});
  const choose = (command) => place.replaceChildren(form(command, order, done));
  const choices = h('fieldset', { class: 'choice' }, h('legend', { class: 'unseen' }, 'Which command'),
    COMMANDS.map((command) => h('label', {}, h('input', { type: 'radio', name: 'command', onchange: () => choose(command) }), command.label)));
  place.append(h('p', { class: 'fine' }, 'Choose a command. A dry run shows what it would record.'));
  return [choices, place];
}

/** The form that creates an order. */
export const creation = (done) => form(CREATE, null, done);
