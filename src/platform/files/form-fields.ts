import type { GenericSchema, InferOutput } from 'valibot';
import { validated } from '../validation.ts';
import type { Form } from './form.ts';
import type { Upload } from './receive.ts';

/** Stands in for a file while the other fields are checked: its bytes are no matter of a schema. */
const someFile = new Blob();

/**
 * Checks a form against an operation's schema, as a JSON body is checked.
 *
 * @throws {HttpError} 400 `invalid_request`, naming the first field that is wrong
 */
export const formFields = <S extends GenericSchema<unknown, { file: unknown }>>(
  schema: S,
  form: Form,
): Omit<InferOutput<S>, 'file'> & { readonly file: Upload } => {
  const names = [...form.files.keys()];
  const value = {
    ...Object.fromEntries(form.fields),
    ...Object.fromEntries(names.map((name) => [name, someFile])),
  };
  const fields = validated(schema, value) as InferOutput<S>;
  const file = form.files.get('file');
  if (!file) throw new TypeError('The schema has taken a form without a file.');
  return { ...fields, file };
};
