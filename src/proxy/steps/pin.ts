import { HttpError } from '../../http/problem.ts';
import type { Step } from '../call.ts';
import { pinsRequest } from '../exposure.ts';

/**
 * Keeps a call to the values that the owner has pinned. A pinned field that is left out is refused
 * as well: the upstream would choose a value of its own. Pins on the answer are the matter of
 * `project`.
 *
 * @throws {HttpError} 403 `not_exposed`
 */
export const pin: Step = ({ operation, pins, input }) => {
  const sent: Readonly<Record<string, unknown>> = {
    ...input.body,
    ...input.query,
    ...input.params,
  };
  for (const [field, allowed] of Object.entries(pins)) {
    if (!pinsRequest(operation, field) || allowed.some((value) => value === sent[field])) continue;
    throw new HttpError(403, 'not_exposed', `This "${field}" is not offered here.`, {
      hint: `The request asks ${operation.name} for a "${field}" that "expose" does not list.`,
    });
  }
};
