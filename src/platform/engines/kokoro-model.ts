import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The files that a model may be in, and kokoro-js's word for each: those that a CPU is quick with first. */
const precisions = [
  ['model_quantized.onnx', 'q8'],
  ['model.onnx', 'fp32'],
  ['model_fp16.onnx', 'fp16'],
  ['model_q4.onnx', 'q4'],
  ['model_q4f16.onnx', 'q4f16'],
] as const;

export type Precision = (typeof precisions)[number][1];

const filesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

/**
 * Looks into a folder with Kokoro's model: `config.json`, `tokenizer.json` and, in `onnx`, the model in
 * one or several precisions.
 *
 * @returns in which precision to use it; `undefined` where something is missing
 */
export const precisionIn = async (folder: string): Promise<Precision | undefined> => {
  const [files, models] = await Promise.all([filesIn(folder), filesIn(join(folder, 'onnx'))]);
  if (!['config.json', 'tokenizer.json'].every((name) => files.includes(name))) return undefined;
  return precisions.find(([name]) => models.includes(name))?.[1];
};
