import { isKnown } from '../../http/range.ts';
import { textResponse } from '../../http/text-response.ts';
import type { Step, Call, Answer } from '../call.ts';
import { left } from '../call.ts';
import { fixedLength } from '../fixed-length.ts';

/**
 * How long the answer may be kept where no earlier step has said it. Bytes that carry a validator are
 * asked after each time and then cost no transfer; what belongs to one visitor or operator is kept
 * nowhere.
 */
const cacheControl = ({ operation }: Call, { headers }: Answer): string => {
  if (operation.method !== 'GET' || operation.audience === 'operator') return 'no-store';
  return headers.has('ETag') || headers.has('Last-Modified') ? 'no-cache' : 'no-store';
};

/** Makes the response out of the answer; 304 for whoever has this very answer already. */
export const respond: Step = (call) => {
  const answer = left(call.answer, 'answer');
  const { headers } = answer;
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', cacheControl(call, answer));
  const etag = headers.get('ETag');
  const condition = call.request.headers.get('If-None-Match');
  if (typeof answer.body === 'string' && etag !== null && isKnown(condition, etag)) {
    headers.delete('Content-Type');
    return new Response(null, { status: 304, headers });
  }
  const { status, body } = answer;
  if (typeof body === 'string') return textResponse(body, { status, headers });
  return new Response(body && fixedLength(body, headers), { status, headers });
};
