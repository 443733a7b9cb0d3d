// How failures are shown: offline, not allowed, or a problem of the service.

import { authorization, hasToken } from './api.js';
import { button, h } from './dom.js';

const askForAccess = () => document.getElementById('access').click();

function accessHint(problem) {
  if (authorization === 'iam') {
    return ['This service asks for a signature of AWS, which a page cannot make. Send the call with a client that signs, or deploy with ',
      h('code', {}, 'Authorization=jwt'), '.'];
  }
  if (!hasToken()) return ['This service asks for a token.'];
  return [problem.status === 401
    ? 'The token is not valid, or has expired.'
    : problem.body.scope
      ? `The token lacks the scope ${problem.body.scope}.`
      : 'The token does not allow this.'];
}

function heading(problem) {
  if (problem.kind === 'offline') return problem.title;
  if (problem.kind === 'access') return problem.status === 401 || !hasToken() ? 'The service asks who you are' : 'You may not see this';
  return problem.title;
}

/**
 * A notice with what went wrong.
 *
 * @param retry tries again; left out if that makes no sense
 */
export function notice(problem, retry) {
  const access = problem.kind === 'access';
  return h('div', { class: `notice ${problem.kind ?? 'problem'}`, role: 'alert' },
    h('p', { class: 'notice-title' }, heading(problem)),
    h('p', {}, access ? accessHint(problem) : problem.message),
    problem.correlationId && !access && h('p', { class: 'fine' }, 'Correlation id ', h('code', {}, problem.correlationId)),
    h('p', { class: 'actions' },
      access && authorization !== 'iam' && button(hasToken() ? 'Use another token' : 'Give a token', askForAccess),
      retry && button('Try again', retry)));
}

/** Shows a failure in a place, unless the screen was left meanwhile. */
export function show(place, error, retry) {
  if (error?.name === 'AbortError') return;
  if (error?.kind === undefined) {
    console.error(error);
    error = { kind: 'problem', title: 'This page has a fault', message: String(error?.message ?? error), body: {} };
  }
  place.replaceChildren(notice(error, retry));
}

/** Fills a place with what an action returns, or with what went wrong. `retry` does it again. */
export async function fillWith(place, action) {
  try {
    place.replaceChildren(...[await action()].flat());
  } catch (error) {
    show(place, error, () => fillWith(place, action));
  }
}
