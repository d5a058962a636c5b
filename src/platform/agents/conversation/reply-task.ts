/** What passes between the platform and a process that writes replies. */

import type { ReplyTurn } from '../../engines/reply-engine.ts';

/** Who writes a reply, with all that it takes to reach it. */
export type EngineChoice =
  | { readonly kind: 'scripted' }
  | {
      readonly kind: 'ollama';
      /** As `OLLAMA_HOST` has them. */
      readonly hosts: string;
      /** An address that the agent brings along, which is reached through `outbound.ts` only. */
      readonly isAgents: boolean;
    }
  | {
      readonly kind: 'openai';
      readonly baseUrl: string;
      readonly key?: string | undefined;
      /** How the key is called, for whoever has to look after it. */
      readonly keyName?: string | undefined;
      /** Who answers where the agent names no model. */
      readonly model?: string | undefined;
      readonly isAgents: boolean;
    };

export interface ReplyTask {
  readonly engine: EngineChoice;
  /** As the engines read it. */
  readonly character: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** Oldest first. */
  readonly history: readonly ReplyTurn[];
}

/** What a process is told once, when it starts. */
export interface ReplySettings {
  readonly allowPrivateHosts: boolean;
  /** Certificates to trust instead of the well-known ones, as PEM. */
  readonly ca?: string | undefined;
  /** The module that makes engines, where it is not the built-in one. */
  readonly module?: string | undefined;
}

export type Order =
  | { readonly ask: number; readonly task: ReplyTask }
  /** Nobody waits for it any more. */
  | { readonly stop: number }
  | { readonly ping: number };

/** What has gone wrong, as far as another process can be told. */
export interface Failure {
  /** Of an `HttpError`; absent where the engine itself is broken. */
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly message: string;
  /** For the agent's owner. */
  readonly cause?: string | undefined;
  readonly retryAfter?: string | undefined;
}

export type Word =
  | { readonly ready: true }
  /** The message is in the engine's hands: what happens from now on may be its doing. */
  | { readonly begun: number }
  | { readonly done: number; readonly text: string; readonly model: string }
  | { readonly failed: number; readonly failure: Failure }
  | { readonly stopped: number }
  | { readonly pong: number; /** Bytes. */ readonly memory: number };
