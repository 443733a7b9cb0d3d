// How much is stored, and what the last hour cost.

import { get } from './api.js';
import { count, fact, h, loading, shortWhen, tableOf } from './dom.js';
import { fillWith } from './problems.js';

const HOUR_MILLIS = 59 * 60_000;
const SIZES = ['bytes', 'KB', 'MB', 'GB', 'TB'];
const NAMES = { EVENTS: 'Events', VIEWS: 'Read models', FEED: 'Feed', KEYS: 'Keys of personal data' };
const CENTS = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' });
const LESS = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD', maximumSignificantDigits: 2 });

const dollars = (amount) => (amount === 0 || amount >= 0.01 ? CENTS : LESS).format(amount);

function size(bytes) {
  const step = Math.min(SIZES.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${count(Number((bytes / 1000 ** step).toPrecision(3)))} ${SIZES[step]}`;
}

/** The feed counts events and streams. Without it, DynamoDB counts the commits: each is an item. */
function stored({ totalEvents, totalStreams, tables }) {
  return [
    totalEvents === undefined
      ? fact('Commits', count(tables.find(({ table }) => table === 'EVENTS').storedItems))
      : fact('Events', count(totalEvents)),
    totalStreams !== undefined && fact('Streams', count(totalStreams)),
    fact('Stored', size(tables.reduce((sum, { storedBytes }) => sum + storedBytes, 0)))];
}

function cost({ lastHour }) {
  const isWhole = Date.now() - Date.parse(lastHour.since) >= HOUR_MILLIS;
  return fact(isWhole ? 'Cost of the last hour' : ['Cost since ', shortWhen(lastHour.since, lastHour.since)], dollars(Number(lastHour.dollars)));
}

function explained({ totalEvents, describedAt, lastHour, dashboard, prices }) {
  return h('p', { class: 'fine' },
    lastHour && `The cost is that of ${count(lastHour.writeUnits)} write units and ${count(lastHour.readUnits)} read units of DynamoDB, on demand in ${prices.region}: $${prices.dollarsPerMillionWriteUnits} and $${prices.dollarsPerMillionReadUnits} a million. Functions and calls of the API are not in it. `,
    dashboard && ['What the last hour cost is on ', h('a', { href: dashboard, target: '_blank', rel: 'noopener' }, 'the dashboard'), ': several processes share the work, and this one knows only its part. '],
    'Sizes are DynamoDB’s, asked for at ', shortWhen(describedAt, describedAt), '; it counts about every six hours. ',
    totalEvents === undefined && 'Events and streams are counted by the feed, which is off.');
}

function eachTable({ tables, lastHour }) {
  return tableOf('Each table', 'The tables', ['Table', 'Items', 'Size', ...(lastHour ? ['Write units', 'Read units'] : [])],
    tables.map(({ table, storedItems, storedBytes, readUnits, writeUnits }) =>
      [NAMES[table] ?? table, count(storedItems), size(storedBytes), ...(lastHour ? [count(writeUnits), count(readUnits)] : [])]));
}

/** A section that shows it to whoever may see it. */
export function usage(signal) {
  const place = h('div', { class: 'usage' }, loading(1));
  fillWith(place, async () => {
    try {
      const answer = await get('/usage', {}, signal);
      return [h('dl', { class: 'tiles' }, stored(answer), answer.lastHour && cost(answer)), explained(answer), eachTable(answer)];
    } catch (error) {
      if (error.kind !== 'access') throw error;
      return h('p', { class: 'fine' }, 'Only operators of the whole service may see this.');
    }
  });
  return h('section', { 'aria-labelledby': 'usage' }, h('h2', { id: 'usage' }, 'What is stored, and what the last hour cost'), place);
}
