import type { IdKind } from '../../api/operation.ts';
import type { Call, Input, Step } from '../call.ts';
import type { Visitor } from '../visitor-token.ts';

export const visitorHeader = 'Fae-Visitor';

interface Named {
  readonly input: Input;
  readonly sent: unknown;
  /** The upstream is the documented service, which does not know our extensions. */
  readonly foreign: boolean;
}

/** What each kind of id is made of, beside the visitor; nothing where there is none. */
const made: Readonly<Record<IdKind, (named: Named) => string | undefined>> = {
  conversation: ({ sent, foreign }) => (typeof sent === 'string' && !foreign ? sent : undefined),
  // What is said to one is not for another who hears of the same room.
  room: ({ input, sent }) =>
    [...Object.values(input.params).flat(), typeof sent === 'string' ? sent : ''].join('\n'),
  user: () => '',
};

const replaceIds = async (call: Call, visitor: Visitor, foreign: boolean): Promise<void> => {
  const { operation, settings, input } = call;
  const body: Record<string, unknown> = { ...input.body };
  for (const [field, kind] of Object.entries(operation.visitor?.ids ?? {})) {
    const id = made[kind]({ input, sent: body[field], foreign });
    delete body[field];
    if (id === undefined) continue;
    body[field] = await settings.visitorTokens.scopedId(visitor, kind, id);
  }
  if (input.body) call.input = { ...input, body };
};

/**
 * Tells who the visitor of a post is: by the token that came with the request, else by a new one
 * that goes out with the answer. Reads get none, so that a cache may keep their answers.
 *
 * The id of a conversation or a room, which the page makes up, becomes one that only this visitor can
 * give: knowing another's id opens nothing.
 *
 * @throws {HttpError} 503 `not_configured`
 */
export const identify: Step = async (call) => {
  const { operation, settings, request, origin } = call;
  if (operation.audience === 'operator' || operation.method === 'GET') return;
  const { foreign } = settings.upstreams.of(operation);
  const { visitorTokens } = settings;
  const visitor = await visitorTokens.visitorOf(request.headers.get(visitorHeader), origin ?? '');
  call.visitor = visitor;
  call.event['visitor'] = await visitorTokens.logName(visitor);
  if (visitor.minted !== undefined) call.notes.set(visitorHeader, visitor.minted);
  await replaceIds(call, visitor, foreign);
};
