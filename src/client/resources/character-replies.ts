import type { Schemas } from '../../api/all.schemas.ts';
import { response } from '../../api/fae/characters.operations.ts';
import * as reads from '../../api/fae/characters.read.ts';
import type { InputOf } from '../../api/types.ts';
import { replyStream } from '../reply-stream.ts';
import type { CallOptions, Target } from '../transport.ts';

/** A character's reply piece by piece; apart from `characters`, so that it can be loaded by itself. */
export const replyPieces = (
  target: Target,
  input: InputOf<Schemas['characters']['response']>,
  options?: CallOptions,
) => replyStream(target, response, reads.response, input, options);
