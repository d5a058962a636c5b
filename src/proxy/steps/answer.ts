import { cachedRead, sharedFor } from '../cached-read.ts';
import type { Step } from '../call.ts';
import { forward } from './forward.ts';
import { project } from './project.ts';

/** Asks the upstream. */
const ask: Step = async (call) => {
  await forward(call);
  await project(call);
};

/**
 * Has the answer: for free reads from what is kept, else from the upstream. A successful operator
 * operation makes what is kept of its resource be forgotten.
 *
 * @throws {HttpError} what `forward` and `project` throw
 */
export const answer: Step = async (call) => {
  const { operation, settings } = call;
  const maxAge = sharedFor(call);
  if (maxAge !== undefined) {
    call.answer = await cachedRead(call, maxAge, ask);
    return;
  }
  await ask(call);
  if (operation.method !== 'GET' && operation.audience === 'operator') {
    await settings.answers?.forget(operation.name.split('.', 1)[0] ?? '');
  }
};
