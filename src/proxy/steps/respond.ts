import type { Step, Call, Answer } from '../call.ts';
import { left } from '../call.ts';

/**
 * How long the answer may be kept. Lists may be kept by what the owner puts in front of the proxy and
 * can clear, not by browsers: what the owner has just published is to be seen at once. Bytes that
 * carry a validator are asked after each time and then cost no transfer; everything that belongs to
 * one visitor or operator is kept nowhere.
 */
const cacheControl = ({ operation, request }: Call, { headers }: Answer): string => {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (!isRead || operation.audience === 'operator') return 'no-store';
  if (operation.cache !== undefined) return `public, max-age=0, s-maxage=${operation.cache}`;
  return headers.has('ETag') || headers.has('Last-Modified') ? 'no-cache' : 'no-store';
};

/** Makes the response out of what `project` left. */
export const respond: Step = (call) => {
  const answer = left(call.answer, 'answer');
  const headers = new Headers(answer.headers);
  headers.set('Cache-Control', cacheControl(call, answer));
  return new Response(answer.body, { status: answer.status, headers });
};
