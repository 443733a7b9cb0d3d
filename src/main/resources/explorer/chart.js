// Sales as pictures: a bar for each day, and a bar for each item. Each picture is a table, too.

import { amount, count, h, orderLink, stored, svg, tableOf } from './dom.js';

const DAY_MILLIS = 86_400_000;

/** Every day of a range, with what was sold on it. */
function days({ from, to, days: sold }) {
  const byDay = new Map(sold.map((day) => [day.day, day]));
  const all = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MILLIS) {
    const day = new Date(at).toISOString().slice(0, 10);
    all.push(byDay.get(day) ?? { day, quantity: 0, revenue: 0, orders: 0 });
  }
  return all;
}

/** What was sold day by day. */
export function overTime(sales) {
  const all = days(sales);
  const most = Math.max(...all.map((day) => Number(day.revenue)), 0);
  const width = 100 / all.length;
  const bars = all.map((day, i) => {
    const height = most === 0 ? 0 : (Number(day.revenue) / most) * 92;
    return svg('g', { class: 'bar-of-day' },
      svg('title', {}, `${day.day}: ${amount(day.revenue)}, ${count(day.quantity)} pieces, ${count(day.orders)} orders`),
      svg('rect', { class: 'hit', x: i * width, y: 0, width, height: 100 }),
      svg('rect', { class: 'value', x: i * width + width * 0.15, y: 100 - height, width: width * 0.7, height }));
  });
  return h('figure', { class: 'chart' },
    h('figcaption', {}, sales.itemId !== undefined && [stored(sales.itemId), ': '], h('strong', { class: 'number' }, amount(sales.revenue)), ` revenue, ${count(sales.quantity)} pieces, ${count(sales.orders)} orders`),
    h('div', { class: 'plot' },
      h('span', { class: 'axis', 'aria-hidden': 'true' }, most === 0 ? '' : amount(most)),
      svg('svg', { viewBox: '0 0 100 100', preserveAspectRatio: 'none', role: 'img', 'aria-label': `Revenue of each day from ${sales.from} to ${sales.to}` }, bars)),
    h('div', { class: 'ends', 'aria-hidden': 'true' }, h('span', {}, sales.from), h('span', {}, sales.to)),
    tableOf('As a table', 'Sales of each day', ['Day', 'Revenue', 'Pieces', 'Orders'],
      sales.days.map((day) => [day.day, amount(day.revenue), count(day.quantity), count(day.orders)])));
}

/** What was sold of each item, the best first. */
export function byItem(items) {
  const sorted = [...items].sort((a, b) => Number(b.revenue) - Number(a.revenue));
  const most = Math.max(...sorted.map((item) => Number(item.revenue)), 0);
  return h('figure', { class: 'chart' },
    h('ol', { class: 'bars' }, sorted.map((item) => h('li', {},
      h('span', { class: 'bar-name' }, stored(item.itemId)),
      svg('svg', { viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
        svg('rect', { class: 'value', x: 0, y: 0, width: most === 0 ? 0 : (Number(item.revenue) / most) * 100, height: 10 })),
      h('span', { class: 'number' }, amount(item.revenue)), h('span', { class: 'fine number' }, `${count(item.quantity)} pieces`)))));
}

/** A link to the order that a stream is of; other streams are a text. */
export const streamLink = (stream) =>
  stream.startsWith('order-') ? h('a', { href: orderLink(stream.slice(6)) }, stored(stream)) : stored(stream);
