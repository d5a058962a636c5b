import { readSetUp, type SetUp } from '../../../platform/index.ts';
import { findingsAbout, type Check, type Finding } from '../finding.ts';

const { ok, warning, problem } = findingsAbout('Engines');

type Replies = NonNullable<SetUp['replies']>;

/** Lists of models, which cost nothing. */
const list = async (
  url: string,
  headers: Readonly<Record<string, string>>,
  waitMs: number,
): Promise<{ readonly status: number; readonly models: number }> => {
  const signal = AbortSignal.timeout(waitMs);
  const response = await fetch(url, { headers, redirect: 'manual', signal });
  const body: unknown = await response.json().catch(() => undefined);
  const [models] = Object.values(typeof body === 'object' && body !== null ? body : {}).filter(
    Array.isArray,
  );
  return { status: response.status, models: models?.length ?? 0 };
};

const ollama = async (host: string, waitMs: number): Promise<Finding> => {
  const place = new URL(host).host;
  try {
    const { status, models } = await list(`${host}/api/tags`, {}, waitMs);
    if (status !== 200) {
      return problem(`${place} is no Ollama (${status}).`, 'Mend OLLAMA_HOST.');
    }
    return models > 0
      ? ok(`Ollama at ${place} has ${models} model${models === 1 ? '' : 's'}.`)
      : warning(`Ollama at ${place} has no model.`, 'Get one there: ollama pull llama3.2');
  } catch {
    return problem(`Ollama at ${place} cannot be reached.`, 'Start it, or mend OLLAMA_HOST.');
  }
};

const openAi = async (base: string, key: string | undefined, waitMs: number): Promise<Finding> => {
  const { host } = new URL(base);
  const headers: Record<string, string> = key ? { Authorization: `Bearer ${key}` } : {};
  try {
    const { status } = await list(`${base}/models`, headers, waitMs);
    if (status === 200) return ok(`The reply engine at ${host} answers.`);
    if (status === 401 || status === 403) {
      return problem(`${host} refuses the key (${status}).`, 'Mend OPENAI_API_KEY.');
    }
    const fix = 'OPENAI_BASE_URL mostly ends with the version, /v1.';
    return problem(`${host} lists no models (${status}).`, fix);
  } catch {
    return problem(`${host} cannot be reached.`, 'Start it, or mend OPENAI_BASE_URL.');
  }
};

const repliesBy = (replies: Replies, waitMs: number): Promise<readonly Finding[]> =>
  Promise.all(
    replies.engine === 'ollama'
      ? replies.hosts.map((host) => ollama(host, waitMs))
      : [openAi(replies.base, replies.key, waitMs)],
  );

const speechBy = ({ folder, isComplete }: NonNullable<SetUp['kokoro']>): Finding =>
  isComplete
    ? ok(`Kokoro’s model is in ${folder}.`)
    : problem(
        `${folder} is no folder with config.json, tokenizer.json and onnx/*.onnx.`,
        'Put the files of onnx-community/Kokoro-82M-v1.0-ONNX there, or mend KOKORO_MODEL.',
      );

/** The engines that are configured: whether they can be reached, and have what they need. */
export const engines: Check = async ({ env, waitMs }) => {
  const { replies, kokoro } = await readSetUp(env);
  return [
    ...(replies ? await repliesBy(replies, waitMs) : []),
    ...(kokoro ? [speechBy(kokoro)] : []),
  ];
};
