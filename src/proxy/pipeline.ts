import type { Arrival, Step } from './call.ts';
import { finish, refusal } from './finish.ts';
import { answer } from './steps/answer.ts';
import { authorize } from './steps/authorize.ts';
import { captcha } from './steps/captcha.ts';
import { gate } from './steps/gate.ts';
import { identify } from './steps/identify.ts';
import { match } from './steps/match.ts';
import { pin } from './steps/pin.ts';
import { remember, replay } from './steps/replay.ts';
import { reserve } from './steps/reserve.ts';
import { respond } from './steps/respond.ts';
import { returnUrls } from './steps/return-urls.ts';
import { throttle } from './steps/throttle.ts';
import { validate } from './steps/validate.ts';

/** What an operation goes through once `match` has found it, in this order. */
const steps: readonly Step[] = [
  gate,
  throttle,
  authorize,
  validate,
  returnUrls,
  pin,
  identify,
  captcha,
  replay,
  reserve,
  answer,
  remember,
  respond,
];

const run = async (arrival: Arrival): Promise<{ response: Response; streams: boolean }> => {
  const call = match(arrival);
  const { span, settings, event } = call;
  if (span) call.atEnd.push(() => settings.telemetry.endCall(span, Number(event['status'])));
  for (const step of steps) {
    // Most steps have nothing to wait for.
    const result = step(call);
    const response = result instanceof Promise ? await result : result;
    if (response) return { response, streams: call.answer?.body instanceof ReadableStream };
  }
  throw new Error('no step gave an answer');
};

/** Answers a call of an operation; every way out of it is a response. */
export const answerCall = async (arrival: Arrival): Promise<Response> => {
  const { response, streams } = await run(arrival).catch((error: unknown) => ({
    response: refusal(arrival, error),
    streams: false,
  }));
  // What cannot be undone now runs out by itself.
  for (const undo of arrival.beforeAnswer) await undo().catch(() => undefined);
  const finished = finish(arrival, response);
  // A stream ends the call itself, when it is over.
  if (!streams) arrival.end();
  return finished;
};
