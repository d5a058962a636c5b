export interface ReplyTurn {
  role: 'user' | 'assistant';
  text: string;
}

export interface ReplyRequest {
  /** The character's record. */
  character: Record<string, unknown>;
  /** What the visitor says now. */
  text: string;
  /** Overrides the character's own model. */
  model?: string;
  /** What was said before, oldest first. */
  history: readonly ReplyTurn[];
  signal: AbortSignal;
}

export interface Replies {
  /**
   * Answers a visitor in the character's voice.
   *
   * @returns the reply as Markdown, and the model that wrote it
   * @throws {HttpError} 503 `unavailable` where the engine cannot answer, 503 `not_configured` where
   * it has no model, 400 `invalid_request` for a `model` that it does not have
   * @throws the signal's reason, once it aborts; the work has then been stopped
   */
  reply(request: ReplyRequest): Promise<{ text: string; model: string }>;
}
