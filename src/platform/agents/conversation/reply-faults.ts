/** The process that was writing a reply has ended, or has been ended, in the middle of it. */
export class ChildLost extends Error {
  override readonly name = 'ChildLost';
}

/** The process has ended, or does not answer, and the engine never got the message: it is not to blame. */
export class NotBegun extends Error {
  override readonly name = 'NotBegun';
}

/** The engine itself has failed: with anything but a refusal. */
export class EngineFault extends Error {
  override readonly name = 'EngineFault';
}

/** The engine goes on although nobody waits for it any more. */
export class EngineStuck extends Error {
  override readonly name = 'EngineStuck';
  constructor(cause: unknown) {
    super('The reply engine did not stop when its time was over.', { cause });
  }
}

/** What is the agent's own fault: enough of it, and the agent has failed. */
export const isAgentsFault = (error: unknown): error is Error =>
  error instanceof ChildLost || error instanceof EngineFault || error instanceof EngineStuck;
