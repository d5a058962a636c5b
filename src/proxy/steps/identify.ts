import type { Step } from '../call.ts';

export const visitorHeader = 'Fae-Visitor';

/**
 * Tells who the visitor of a post is: by the token that came with the request, else by a new one
 * that goes out with the answer. Reads get none, so that a cache may keep their answers.
 *
 * The id of a conversation, which the page makes up, becomes one that only this visitor can give:
 * knowing another's id opens nothing. A foreign upstream does not know the field and gets none.
 *
 * @throws {HttpError} 503 `not_configured`
 */
export const identify: Step = async (call) => {
  const { operation, settings, request, origin, input } = call;
  if (operation.audience === 'operator' || operation.method === 'GET') return;
  const { foreign } = settings.upstreams.of(operation);
  const { visitorTokens } = settings;
  const visitor = await visitorTokens.visitorOf(request.headers.get(visitorHeader), origin ?? '');
  call.visitor = visitor;
  call.event['visitor'] = await visitorTokens.logName(visitor);
  if (visitor.minted !== undefined) call.notes.set(visitorHeader, visitor.minted);

  const { conversationId, ...body } = input.body ?? {};
  if (typeof conversationId !== 'string') return;
  const own = foreign
    ? {}
    : {
        conversationId: await visitorTokens.scopedId(visitor, 'conversation', conversationId),
      };
  call.input = { ...input, body: { ...body, ...own } };
};
