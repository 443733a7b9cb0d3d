// Shows the screen that the address names, and asks for a token.

import { authorization, hasToken, useToken } from './api.js';
import { consumers } from './consumers.js';
import { h, say } from './dom.js';
import { find } from './find.js';
import { models } from './models.js';
import { newOrder, order } from './order.js';
import { overview } from './overview.js';
import { show } from './problems.js';

/** A screen returns what is to have the focus, or nothing for its heading. */
const SCREENS = [
  { pattern: /^\/?$/, title: () => 'Overview', screen: overview, nav: '#/' },
  { pattern: /^\/find$/, title: () => 'Find', screen: find, nav: '#/find' },
  { pattern: /^\/models$/, title: () => 'Read models', screen: models, nav: '#/models' },
  { pattern: /^\/consumers$/, title: () => 'Consumers', screen: consumers, nav: '#/consumers' },
  { pattern: /^\/new$/, title: () => 'New order', screen: newOrder },
  { pattern: /^\/orders\/([^/]+)(?:\/([1-9][0-9]{0,17}))?$/, title: ([id]) => `Order ${id}`, screen: order },
];

const main = document.getElementById('main');
let left = new AbortController();
let shownPath;

function decoded(text) {
  try {
    return text && decodeURIComponent(text);
  } catch {
    return text;
  }
}

function route(first) {
  const [path, query = ''] = location.hash.slice(1).split('?');
  for (const { pattern, title, screen, nav } of SCREENS) {
    const match = pattern.exec(path);
    if (!match) continue;
    const names = match.slice(1).map(decoded);
    // Another version of the order that is shown already: the screen itself moves there.
    if (!first && screen === order && shownPath === names[0] && order.moveTo?.(Number(names[1] ?? 0))) return;
    left.abort();
    left = new AbortController();
    shownPath = screen === order ? names[0] : undefined;
    document.title = `${title(names)} · Reprise`;
    document.querySelectorAll('.bar nav a').forEach((link) => {
      if (link.getAttribute('href') === nav) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    });
    let focus;
    try {
      focus = screen(main, { names, query: new URLSearchParams(query) }, left.signal);
    } catch (error) {
      show(main, error);
    }
    if (!first) {
      scrollTo(0, 0);
      focusOn(focus ?? main.querySelector('h1'));
      say(document.title);
    }
    return;
  }
  main.replaceChildren(h('h1', {}, 'There is no such screen'), h('p', {}, h('a', { href: '#/' }, 'Go to the overview')));
}

function focusOn(element) {
  if (!element) return;
  if (!element.matches('input')) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

const dialog = document.getElementById('access-dialog');
const access = document.getElementById('access');

function askForToken() {
  const field = h('textarea', { id: 'token', rows: 4, spellcheck: 'false', autocomplete: 'off', 'aria-describedby': 'token-hint' });
  const keep = h('input', { type: 'checkbox', id: 'keep' });
  const use = (text) => {
    useToken(text, keep.checked);
    dialog.close();
    shownAccess();
    route(true);
  };
  const explained = {
    iam: [h('p', {}, 'This service asks for a signature of AWS (', h('code', {}, 'Authorization=iam'), '), which a page cannot make. Use a client that signs, such as ',
      h('code', {}, 'curl --aws-sigv4'), ', or deploy with ', h('code', {}, 'Authorization=jwt'), ' to use this page.')],
    jwt: [h('p', { id: 'token-hint' }, 'Paste a bearer token of the issuer that the service trusts. It stays in the memory of this page and is sent to this service only.')],
  }[authorization] ?? [h('p', { id: 'token-hint' }, 'This service lets everyone call it. No token is needed. One is sent all the same if you paste it.')];
  dialog.replaceChildren(h('form', { method: 'dialog', onsubmit: (event) => { event.preventDefault(); use(field.value); } },
    h('h2', { id: 'access-title' }, 'Access'),
    explained,
    authorization !== 'iam' && [
      h('label', { for: 'token' }, 'Bearer token'), field,
      h('label', { class: 'check' }, keep, 'Keep it until this tab is closed')],
    h('p', { class: 'actions' },
      authorization !== 'iam' && h('button', { class: 'primary' }, 'Use the token'),
      hasToken() && h('button', { type: 'button', onclick: () => use('') }, 'Forget the token'),
      h('button', { type: 'button', onclick: () => dialog.close() }, 'Close'))));
  dialog.showModal();
}

function shownAccess() {
  access.textContent = hasToken() ? 'Token in use' : 'Access';
}

access.addEventListener('click', askForToken);
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
addEventListener('hashchange', () => route(false));
addEventListener('offline', () => document.body.classList.add('offline'));
addEventListener('online', () => document.body.classList.remove('offline'));
shownAccess();
route(true);
