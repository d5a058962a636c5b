/** The columns that every record's table begins with. */
export interface Row {
  readonly id: string;
  readonly workspace: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** The record as it is answered, as JSON text; SQL never looks inside. */
export interface DocumentRow extends Row {
  readonly document: string;
}
