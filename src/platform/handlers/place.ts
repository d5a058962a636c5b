/** What handlers that serve several resources are given of a request: where it is, … */
export interface Place {
  readonly workspace: string;
}

/** … and which record it is about. */
export interface One extends Place {
  readonly params: { readonly id: string };
}
