import { flag, list, object, text } from '../read.ts';

const voice = (value: unknown) => {
  const source = object(value);
  const id = text(source?.['id']);
  return id === undefined ? undefined : { id, label: text(source?.['label']) ?? id };
};

export const status = (value: unknown) => {
  const source = object(value);
  if (!source) return undefined;
  const state = text(source['state']);
  return {
    available: flag(source['available']) ?? false,
    ...(state && { state }),
    voices: list(voice)(source['voices']) ?? [],
  };
};
