// A line with the events of an order, and a slider over its versions or over time.

import { count, h, svg, when } from './dom.js';
import { kind } from './events.js';

const WIDTH = 1000;
const STEPS = 1000;
const MAX_TICKS = 400;
const PAUSE_MILLIS = 120;

export class Timeline {
  #history;
  #select;
  #selected = 0;
  #strip = svg('svg', { class: 'strip', viewBox: `0 0 ${WIDTH} 40`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  #slider = h('input', { type: 'range', id: 'slider', min: 1, step: 1 });
  #label = h('output', { for: 'slider', class: 'slider-text' });
  #instant = h('input', { type: 'datetime-local', id: 'as-of', step: '0.001' });
  #timer;
  damaged = null;

  /**
   * @param select shows another version
   * @param selectAt shows the version of an instant
   */
  constructor(history, select, selectAt) {
    this.#history = history;
    this.#select = select;
    this.byTime = false;
    this.#slider.addEventListener('input', () => {
      if (!this.byTime) return select(Number(this.#slider.value));
      clearTimeout(this.#timer);
      const instant = this.#instantAt(Number(this.#slider.value));
      this.#label.replaceChildren(when(instant));
      this.#timer = setTimeout(() => selectAt(instant), PAUSE_MILLIS);
    });
    this.#instant.addEventListener('change', () => {
      if (this.#instant.value) selectAt(`${this.#instant.value.padEnd(19, ':00')}Z`);
    });
    this.element = h('div', { class: 'timeline' },
      h('div', { class: 'timeline-line' }, this.#strip, h('label', { for: 'slider', class: 'unseen' }, 'Version or instant'), this.#slider),
      h('div', { class: 'timeline-foot' },
        this.#label,
        h('span', { class: 'steps' },
          this.#step('First', '⏮', () => 1), this.#step('Previous', '◀', () => this.#selected - 1),
          this.#step('Next', '▶', () => this.#selected + 1), this.#step('Last', '⏭', () => history.version)),
        h('fieldset', { class: 'choice' }, h('legend', { class: 'unseen' }, 'What the slider moves along'),
          this.#mode('Versions', false), this.#mode('Time', true)),
        h('span', { class: 'as-of' }, h('label', { for: 'as-of' }, 'As of (UTC)'), this.#instant)));
  }

  #step(name, sign, version) {
    return h('button', { type: 'button', 'aria-label': `${name} version`, title: `${name} version`, onclick: () =>
      this.#select(Math.min(this.#history.version, Math.max(1, version()))) }, h('span', { 'aria-hidden': 'true' }, sign));
  }

  #mode(name, byTime) {
    return h('label', {}, h('input', { type: 'radio', name: 'mode', checked: byTime === this.byTime, onchange: () => {
      this.byTime = byTime;
      this.configure();
    } }), name);
  }

  get #span() {
    const first = Date.parse(this.#history.first.timestamp);
    return [first, Math.max(1, Date.parse(this.#history.last.timestamp) - first)];
  }

  #instantAt(step) {
    const [first, length] = this.#span;
    return new Date(first + Math.ceil((length * step) / STEPS)).toISOString();
  }

  #place(event) {
    if (this.byTime) {
      const [first, length] = this.#span;
      return (Date.parse(event.timestamp) - first) / length;
    }
    return this.#history.version === 1 ? 0 : (event.sequenceNumber - 1) / (this.#history.version - 1);
  }

  /** Draws the line for the events that were read, and sets the slider's ends. */
  configure() {
    this.#slider.min = this.byTime ? 0 : 1;
    this.#slider.max = this.byTime ? STEPS : Math.max(1, this.#history.version);
    this.#draw();
    this.show(this.#selected);
  }

  #draw() {
    const number = this.#history.version;
    const every = Math.ceil(number / MAX_TICKS);
    const ticks = [];
    for (let i = 1; i <= number; i += every) {
      const event = this.#history.peek(i);
      if (event) {
        const x = 4 + this.#place(event) * (WIDTH - 8);
        ticks.push(svg('line', { class: `tick ${kind(event.eventType)}`, x1: x, x2: x, y1: 10, y2: 30 }));
      }
    }
    if (this.damaged !== null) {
      const x = this.#history.version === 1 ? 4 : 4 + Math.min(1, (this.damaged - 1) / (number - 1)) * (WIDTH - 8);
      ticks.push(svg('rect', { class: 'damage', x, y: 4, width: Math.max(6, WIDTH - x), height: 32 }));
    }
    this.#strip.replaceChildren(svg('line', { class: 'base', x1: 0, x2: WIDTH, y1: 20, y2: 20 }), ...ticks);
  }

  show(version) {
    this.#selected = version;
    const event = this.#history.peek(version);
    if (!this.byTime) this.#slider.value = version;
    else if (event && document.activeElement !== this.#slider) this.#slider.value = Math.floor(this.#place(event) * STEPS);
    const text = `Version ${count(version)} of ${count(this.#history.version)}`;
    this.#slider.setAttribute('aria-valuetext', event ? `${text}, ${event.timestamp}` : text);
    this.#label.replaceChildren(h('strong', {}, text), ...(event ? [' · ', when(event.timestamp)] : []));
    if (event && document.activeElement !== this.#instant) this.#instant.value = event.timestamp.slice(0, 23);
  }
}
