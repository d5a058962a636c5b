import type { Schemas } from '../../api/all.schemas.ts';
import * as operations from '../../api/fae/tts.operations.ts';
import * as reads from '../../api/fae/tts.read.ts';
import { method } from '../method.ts';
import type { Target } from '../transport.ts';

/** What a page may ask of text-to-speech. */
export const tts = (target: Target) => ({
  status: method<Schemas['tts']['status']>(target, operations.status, reads.status),
  /** Gives the `Response` with the audio's bytes. */
  speak: method<Schemas['tts']['speak']>(target, operations.speak),
});
