// The commands to an order that run at a later time: those that wait, with a button that cancels them, and what became of the last ones.

import { call, get, orderPath } from './api.js';
import { button, fact, h, say, status, stored, when } from './dom.js';
import { label } from './events.js';
import { show } from './problems.js';

const words = (name) => name.charAt(0) + name.slice(1).toLowerCase().replaceAll('_', ' ');

function what(change) {
  return Object.entries(change).filter(([name]) => name !== 'type')
    .map(([name, value]) => fact(label(name), stored(typeof value === 'object' ? JSON.stringify(value) : value)));
}

function row(command, cancel) {
  return h('li', {},
    h('p', {}, h('strong', {}, words(command.command)), ' at ', when(command.at), ' ', status(command.status)),
    command.changes && h('dl', { class: 'facts' }, command.changes.map(what)),
    command.forgotten && h('p', { class: 'fine' }, 'Its personal values were erased.'),
    command.refusal && h('p', {}, stored(command.refusal.detail)),
    h('p', { class: 'fine' }, 'Scheduled ', when(command.scheduledAt), command.scheduledBy && [' by ', stored(command.scheduledBy)]),
    command.status === 'PENDING' && button('Cancel it', () => cancel(command), { 'aria-label': `Cancel ${words(command.command)} at ${command.at}` }));
}

/** A section with the scheduled commands of an order. It is hidden if there are none. */
export function scheduled(id, signal) {
  const list = h('ul', { class: 'parked' });
  const said = h('div', { role: 'status' });
  const element = h('section', { 'aria-labelledby': 'scheduled', hidden: true }, h('h2', { id: 'scheduled' }, 'Scheduled commands'), list, said);

  async function read() {
    const { pending, ended } = await get(orderPath(id, 'scheduled'), {}, signal);
    list.replaceChildren(...[...pending, ...ended].map((command) => row(command, cancel)));
    element.hidden = list.childElementCount === 0;
  }

  async function cancel(command) {
    try {
      await call('DELETE', orderPath(id, 'scheduled', command.id), { signal });
      said.replaceChildren();
      say('The command was cancelled');
      await read();
    } catch (error) {
      show(said, error);
    }
  }

  // The order itself is shown also if these cannot be read.
  read().catch(() => {});
  return element;
}
