// Calls the API of the service that served this page. Paths are relative, so the page works below any path.

const setting = (name) => document.querySelector(`meta[name="reprise-${name}"]`).content;
const BASE = new URL(setting('api') || './', document.baseURI);
const KEPT = 'reprise-token';

/** `iam`, `jwt` or `everyone-may-call-it`. */
export const authorization = setting('authorization');

let token = read();

function read() {
  try {
    return sessionStorage.getItem(KEPT) ?? '';
  } catch {
    return '';
  }
}

export const hasToken = () => token !== '';

/** Uses a bearer token: in memory, or, if it is to be kept, until the tab is closed. */
export function useToken(text, keep) {
  token = text.trim().replace(/^Bearer\s+/i, '');
  try {
    if (keep && token) sessionStorage.setItem(KEPT, token);
    else sessionStorage.removeItem(KEPT);
  } catch {
    // The browser keeps nothing; the token is in memory.
  }
}

/** What an answer that is no success says. `kind`: `offline`, `access` or `problem`. */
export class Problem extends Error {
  constructor(kind, status, body, correlationId) {
    super(body.detail ?? body.message ?? body.title ?? `The answer has the status ${status}.`);
    this.kind = kind;
    this.status = status;
    this.title = body.title ?? `The answer has the status ${status}`;
    this.type = (body.type ?? '').replace('urn:reprise:problem:', '');
    this.body = body;
    this.correlationId = correlationId;
  }
}

const isAborted = (error) => error?.name === 'AbortError';

/** A number that JavaScript would round stays the text that was sent. */
const exact = (_, value, context) =>
  typeof value === 'number' && context?.source && String(value) !== context.source ? context.source : value;

function target(path, query) {
  const url = new URL(path.replace(/^\//, ''), BASE);
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') url.searchParams.set(name, value);
  }
  return url;
}

/** The address of a resource, for a link to its JSON. */
export const address = (path, query) => target(path, query).href;

/**
 * Calls the API and returns `{ data, etag, replayed }`.
 * Throws a Problem, or an AbortError if `signal` says so.
 */
export async function call(method, path, { query, body, headers, signal } = {}) {
  const sent = { Accept: 'application/json', ...headers };
  if (token) sent.Authorization = `Bearer ${token}`;
  if (body !== undefined || method === 'POST' || method === 'PATCH') sent['Content-Type'] = 'application/json';
  let response;
  let text;
  try {
    response = await fetch(target(path, query), {
      method, headers: sent, signal, cache: 'no-store', credentials: 'omit', redirect: 'error',
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    text = await response.text();
  } catch (error) {
    if (isAborted(error)) throw error;
    throw new Problem('offline', 0, {
      title: navigator.onLine ? 'The service does not answer' : 'You are offline',
      detail: 'Nothing was received. Try again once the connection is back.',
    });
  }
  const data = parse(text);
  if (!response.ok) {
    const kind = response.status === 401 || response.status === 403 ? 'access' : 'problem';
    throw new Problem(kind, response.status, data ?? {}, response.headers.get('X-Correlation-Id'));
  }
  return {
    data,
    etag: response.headers.get('ETag'),
    replayed: response.headers.get('Idempotent-Replayed') === 'true',
  };
}

function parse(text) {
  try {
    return text ? JSON.parse(text, exact) : null;
  } catch {
    return null;
  }
}

export const get = async (path, query, signal) => (await call('GET', path, { query, signal })).data;
export const post = async (path, body, signal) => (await call('POST', path, { body, signal })).data;

/** The path of an order, or of something below it. */
export const orderPath = (id, ...below) => ['/orders', id, ...below].map((part, i) => (i ? encodeURIComponent(part) : part)).join('/');
