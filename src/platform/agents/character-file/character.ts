/** What a character file says of an agent, whichever version of Eliza it was written for. */
export interface Character {
  readonly name: string;
  readonly username?: string;
  /** Instructions to a language model. */
  readonly system?: string;
  readonly bio: readonly string[];
  readonly lore: readonly string[];
  readonly topics: readonly string[];
  readonly adjectives: readonly string[];
  readonly style: {
    readonly all: readonly string[];
    readonly chat: readonly string[];
    readonly post: readonly string[];
  };
  /** Conversations that show how it speaks. */
  readonly messageExamples: readonly (readonly Said[])[];
  readonly knowledge: readonly string[];
  /** As the file has it, in lower case: `openai`, `ollama`, … */
  readonly modelProvider?: string;
  readonly model?: string;
  readonly modelEndpointOverride?: string;
  readonly plugins: readonly string[];
  readonly clients: readonly string[];
  /** Under which names it has secrets; the values are kept elsewhere. */
  readonly secretNames: readonly string[];
}

export interface Said {
  /** `{{user1}}`, or the agent's name. */
  readonly speaker: string;
  readonly text: string;
}
