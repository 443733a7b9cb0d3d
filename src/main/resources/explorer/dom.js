// Makes elements. A text only ever becomes a text node or an attribute: nothing that somebody stored is read as markup.

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'value' || name === 'checked' || name === 'disabled') element[name] = value;
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** An HTML element: its attributes, listeners (`onclick`), and children, which are nodes or texts. */
export const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);

/** An SVG element. */
export const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

/** A text that somebody stored: it cannot turn the direction of what is around it, and breaks where it has to. */
export const stored = (text, attributes) => h('bdi', { dir: 'auto', ...attributes }, String(text));

/** Says a sentence to a screen reader. */
export function say(sentence) {
  document.getElementById('said').textContent = sentence;
}

const DATE = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' });
const TIME = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', hour: '2-digit', minute: '2-digit', second: '2-digit' });
const NUMBER = new Intl.NumberFormat('en');

/** An instant in UTC, with the exact one as its title. */
export function when(instant) {
  const date = new Date(instant);
  return h('time', { datetime: instant, title: instant }, `${DATE.format(date)}, ${TIME.format(date)}`);
}

/** An instant in a list: with its day where that is another one than before. */
export function shortWhen(instant, before) {
  const date = new Date(instant);
  const day = before?.slice(0, 10) === instant.slice(0, 10) ? '' : `${DATE.format(date)}, `;
  return h('time', { datetime: instant, title: instant }, day + TIME.format(date));
}

export const count = (number) => NUMBER.format(number);

/** A duration, such as `64 ms` or `2 h 5 min`. */
export function duration(millis) {
  if (millis < 1000) return `${millis} ms`;
  const seconds = Math.round(millis / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** An exact decimal, which may be a text if a number would not be exact. */
export function amount(decimal) {
  const [whole, fraction = ''] = String(decimal).split('.');
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + '.' + fraction.padEnd(2, '0');
}

/** `OrderItemAdded` as `Item added`. */
export function eventTitle(type) {
  const words = type.replace(/^Order(?=[A-Z])/, '').replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const status = (name) =>
  h('span', { class: `pill ${name.toLowerCase()}` }, name.charAt(0) + name.slice(1).toLowerCase());

/** The link to an order, at a version or as it is now. */
export const orderLink = (id, version) => `#/orders/${encodeURIComponent(id)}${version ? `/${version}` : ''}`;

/** A button that is disabled while its action runs. */
export function button(label, action, attributes) {
  return h('button', {
    type: 'button',
    ...attributes,
    async onclick(event) {
      const target = event.currentTarget;
      target.disabled = true;
      try {
        await action(event);
      } finally {
        target.disabled = false;
      }
    },
  }, label);
}

/** Grey bars where something will stand. */
export const loading = (rows = 3) =>
  h('div', { class: 'skeleton', 'aria-busy': 'true' },
    h('span', { class: 'unseen' }, 'Loading'),
    Array.from({ length: rows }, () => h('div', { 'aria-hidden': 'true' })));

/** What is shown instead of an empty list. */
export const empty = (title, ...hint) => h('div', { class: 'empty' }, h('p', { class: 'empty-title' }, title), h('p', {}, ...hint));

/** A table that is opened by its summary. The first cell of a row names it. */
export const tableOf = (summary, caption, heads, rows) =>
  h('details', {}, h('summary', {}, summary),
    h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
      h('table', {}, h('caption', { class: 'unseen' }, caption),
        h('thead', {}, h('tr', {}, heads.map((head) => h('th', { scope: 'col' }, head)))),
        h('tbody', {}, rows.map(([first, ...others]) => h('tr', {}, h('th', { scope: 'row' }, first), others.map((cell) => h('td', { class: 'number' }, cell))))))));

/** A name and its value, in a list of facts. */
export const fact = (name, value) => h('div', {}, h('dt', {}, name), h('dd', {}, value));

/** Waits, unless the screen is left. */
export const pause = (millis, signal) => new Promise((resolve) => {
  const timer = setTimeout(resolve, millis);
  signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
});
