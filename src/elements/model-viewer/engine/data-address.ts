import { badModel } from '../glb/gltf.ts';

/**
 * The bytes that a `data:` address spells out, got without a request.
 *
 * @throws {ElementError} `bad_model` where the address cannot be read
 */
export const dataIn = (address: string): Uint8Array<ArrayBuffer> => {
  const [, base64, text = ''] = /^data:[^,]*?(;base64)?,(.*)$/is.exec(address) ?? [];
  try {
    const decoded = decodeURIComponent(text);
    // Without base64, each character stands for a byte.
    const bytes = base64 ? atob(decoded) : decoded;
    return Uint8Array.from(bytes, (it) => it.charCodeAt(0));
  } catch (cause) {
    throw badModel('data in it cannot be read', cause);
  }
};
