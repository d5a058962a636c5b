import type { BotNode } from '../pipeline.ts';
import { fillText } from '../template.ts';
import { reply, speak } from './engines.ts';
import { httpRequest } from './http-request.ts';
import type { Step } from './step.ts';

const trigger: Step<'trigger'> = async ({ input }) => ({ output: input });

const transform: Step<'transform'> = async ({ data, evaluate }) => ({
  output: await evaluate({ source: data.expression, as: 'value' }),
});

/** Hands on what it got. */
const condition: Step<'condition'> = async ({ data, input, evaluate }) => {
  const isTrue = (await evaluate({ source: data.expression, as: 'boolean' })) === true;
  return { output: input, handle: isTrue ? 'true' : 'false', message: isTrue ? 'Yes.' : 'No.' };
};

const delay: Step<'delay'> = async ({ data: { seconds }, input, services }) => ({
  output: input,
  until: services.store.now() + seconds * 1000,
  message: `Waits for ${seconds} seconds.`,
});

const log: Step<'log'> = async ({ data, input, fill }) => ({
  output: input,
  message: await fill(fillText(data.message)),
});

/** How each type of node is done. */
export const steps: { readonly [T in BotNode['type']]: Step<T> } = {
  trigger,
  httpRequest,
  reply,
  speak,
  transform,
  condition,
  delay,
  log,
};
