import type { TestPlatform } from './support.ts';

type Fields = Readonly<Record<string, string>>;

/** A form as a browser builds it; without bytes it has no file. */
export const formOf = (
  bytes: string | Uint8Array<ArrayBuffer> | undefined,
  name = 'file',
  fields: Fields = {},
): FormData => {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  if (bytes !== undefined) form.set('file', new Blob([bytes]), name);
  return form;
};

/** Sends a form, or what is meant to be one, with the key. */
export const send = (
  server: TestPlatform,
  path: string,
  body: BodyInit,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> =>
  fetch(server.origin + path, {
    method: 'POST',
    headers: { 'x-api-key': server.platform.key, ...headers },
    body,
    ...(body instanceof ReadableStream && { duplex: 'half' }),
  });

/** The same, of which the status must be as said; gives the JSON. */
export const sent = async (
  status: number,
  ...request: Parameters<typeof send>
): Promise<Record<string, unknown> & { id: string }> => {
  const response = await send(...request);
  const text = await response.text();
  if (response.status !== status) throw new Error(`${request[1]}: ${response.status} ${text}`);
  return JSON.parse(text) as Record<string, unknown> & { id: string };
};
