// A list of any length of which only the rows in sight exist: <virtual-list>.

const SPARE_ROWS = 6;

export class VirtualList extends HTMLElement {
  #count = 0;
  #rowHeight = 0;
  #render = () => document.createElement('div');
  #rows = new Map();
  #body = document.createElement('div');
  #frame = 0;
  #observer = new ResizeObserver(() => this.#request());

  /**
   * Shows `count` rows of `rowHeight` pixels.
   *
   * @param render returns the element of a row
   */
  configure({ count, rowHeight, render }) {
    this.#count = count;
    this.#rowHeight = rowHeight;
    this.#render = render;
    this.#body.className = 'virtual-body';
    this.#body.style.height = `${count * rowHeight}px`;
    if (!this.#body.isConnected) this.append(this.#body);
    this.refresh();
  }

  connectedCallback() {
    this.setAttribute('role', 'list');
    this.addEventListener('scroll', () => this.#request(), { passive: true });
    this.#observer.observe(this);
  }

  disconnectedCallback() {
    this.#observer.disconnect();
    cancelAnimationFrame(this.#frame);
  }

  /** Makes the rows in sight again. */
  refresh() {
    const focused = this.#body.contains(document.activeElement) ? document.activeElement.dataset.row : null;
    this.#rows.forEach((row) => row.remove());
    this.#rows.clear();
    this.#draw();
    if (focused !== null) this.row(Number(focused))?.querySelector('[data-row]')?.focus({ preventScroll: true });
  }

  /** The element of a row, if it is in sight. */
  row(index) {
    return this.#rows.get(index);
  }

  /** Scrolls as little as it takes to show a row. */
  reveal(index) {
    const top = index * this.#rowHeight;
    if (top < this.scrollTop) this.scrollTop = top;
    else if (top + this.#rowHeight > this.scrollTop + this.clientHeight) {
      this.scrollTop = top + this.#rowHeight - this.clientHeight;
    }
    this.#draw();
  }

  #request() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    const first = Math.max(0, Math.floor(this.scrollTop / this.#rowHeight) - SPARE_ROWS);
    const last = Math.min(this.#count, Math.ceil((this.scrollTop + this.clientHeight) / this.#rowHeight) + SPARE_ROWS);
    for (const [index, row] of this.#rows) {
      if (index < first || index >= last) {
        row.remove();
        this.#rows.delete(index);
      }
    }
    for (let index = first; index < last; index++) {
      if (!this.#rows.has(index)) this.#add(index);
    }
  }

  #add(index) {
    const row = this.#render(index);
    row.classList.add('virtual-row');
    row.setAttribute('role', 'listitem');
    row.setAttribute('aria-setsize', this.#count);
    row.setAttribute('aria-posinset', index + 1);
    row.style.transform = `translateY(${index * this.#rowHeight}px)`;
    row.style.height = `${this.#rowHeight}px`;
    const next = [...this.#rows.keys()].filter((other) => other > index).sort((a, b) => a - b)[0];
    this.#body.insertBefore(row, next === undefined ? null : this.#rows.get(next));
    this.#rows.set(index, row);
  }
}

customElements.define('virtual-list', VirtualList);
