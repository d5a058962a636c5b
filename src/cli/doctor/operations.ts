import { operations, type NamedOperation } from '../../proxy/index.ts';
import { inProcess, type InProcess } from './asking.ts';
import {
  findingsAbout,
  only,
  type Check,
  type Environment,
  type Finding,
  type Patient,
} from './finding.ts';
import { refusal } from './settings.ts';
import { apis, isAsked, isMeant } from './apis.ts';
import { failureOf, type Failure } from './failure.ts';

const { ok, note, warning, problem } = findingsAbout('Operations');

/** No page has this origin: what is offered refuses it for that reason, all else for its own. */
const nobody = 'https://nobody.invalid';

const exposure = ['FAE_EXPOSE', 'FAE_OPERATOR_TOKEN'];

/** The path with an id in the place of its parameter. */
const pathOf = ({ path }: NamedOperation, id = '0'): string =>
  path.replace(/\{\*?\w+\}/g, encodeURIComponent(id));

const visitorOperations = operations.filter(({ audience }) => audience === 'visitor');

/** The visitor operations that this environment offers; found out without asking an API. */
const offeredIn = async (env: Environment): Promise<ReadonlySet<NamedOperation>> => {
  const chosen = { env: only(env, exposure), expose: undefined };
  const proxy = inProcess({}, 1_000, chosen);
  const probes = visitorOperations.map(async (operation) => {
    const { method } = operation;
    const { code } = await proxy.ask({ method, path: pathOf(operation), origin: nobody });
    return code === 'origin_not_allowed' ? [operation] : [];
  });
  const offered = (await Promise.all(probes)).flat();
  await proxy.close();
  return new Set(offered);
};

const countOf = (body: unknown): string =>
  Array.isArray(body) ? `${body.length} ${body.length === 1 ? 'record' : 'records'}, ` : '';

/** What is to be said of one operation: that it works, or with which others it fails. */
type Outcome = Finding | { readonly name: string; readonly failure: Failure };

const tryOut = async (
  operation: NamedOperation,
  id: string | undefined,
  proxy: InProcess,
): Promise<Outcome> => {
  const { name, answer } = operation;
  // Of files only the head.
  const method = answer === 'json' ? 'GET' : 'HEAD';
  const answered = await proxy.ask({ method, path: pathOf(operation, id) });
  const { status, upstreamStatus, body, milliseconds } = answered;
  if (status === 200) return ok(`${name} works (${countOf(body)}${milliseconds} ms).`);
  if (id !== undefined && (status === 404 || upstreamStatus === 404)) {
    return warning(`${name} finds nothing under the id ${id}.`, 'Give one that exists.');
  }
  const [api] = apis.filter((it) => it.name === operation.api);
  return api
    ? { name, failure: failureOf(answered, api) }
    : problem(`${name} fails.`, 'Look into the log of the proxy.');
};

const idOptions: Readonly<Record<string, string>> = {
  'payments.product': '--product-id',
  'models.content': '--model-id',
};

/** The documented FAE API takes no key for these; a platform of one's own does. */
const lacksSession = ({ auth }: NamedOperation, env: Environment): boolean =>
  auth === 'session' && !env['FAE_SESSION_COOKIE'] && !env['FAE_API_URL'];

const outcomeOf = async (
  operation: NamedOperation,
  proxy: InProcess,
  { ids, env }: Patient,
): Promise<Outcome> => {
  const { name, cost, method, path, query } = operation;
  if (lacksSession(operation, env)) {
    return warning(
      `${name} is offered, but the FAE API wants a person’s session for it.`,
      'Set FAE_SESSION_COOKIE, or take it out of FAE_EXPOSE.',
    );
  }
  if (cost) return note(`${name} is offered; not tried: it costs.`);
  if (method !== 'GET') return note(`${name} is offered; not tried: it changes something.`);
  const id = ids[name];
  if (path.includes('{') && id === undefined) {
    const option = idOptions[name];
    return note(`${name} is offered; not tried: it needs an id${option ? ` (${option})` : ''}.`);
  }
  if (query) return note(`${name} is offered; not tried: it needs ${query.join(' and ')}.`);
  return tryOut(operation, id, proxy);
};

/** What fails for one and the same reason is told together. */
const findingsOf = (outcomes: readonly Outcome[]): readonly Finding[] => {
  const failed = outcomes.filter((it) => 'failure' in it);
  const reasons = Map.groupBy(failed, ({ failure }) => failure.text);
  return [
    ...outcomes.filter((it) => 'level' in it),
    ...[...reasons.values()].flatMap((together) => {
      const [first] = together;
      const names = together.map(({ name }) => name).join(', ');
      return first ? [problem(`Failing: ${names}. ${first.failure.text}`, first.failure.fix)] : [];
    }),
  ];
};

/** Who exposes everything need not have set up both APIs. */
const notMeant = (offered: ReadonlySet<NamedOperation>, env: Environment): readonly Finding[] =>
  apis
    .filter((it) => !isMeant(it, env) && [...offered].some(({ api }) => api === it.name))
    .map(({ title, key }) =>
      note(`Nothing is set for the ${title} (${key}): its operations answer 503.`),
    );

const notOffered = (offered: ReadonlySet<NamedOperation>): readonly Finding[] => {
  const names = visitorOperations.filter((it) => !offered.has(it)).map(({ name }) => name);
  return names.length > 0
    ? [note(`Not offered, not being in FAE_EXPOSE: ${names.join(', ')}`)]
    : [];
};

const operators = (env: Environment): readonly Finding[] =>
  env['FAE_OPERATOR_TOKEN']
    ? [note('Operator operations are open to whoever brings FAE_OPERATOR_TOKEN.')]
    : [];

/** What visitors may do, and whether it works. Never spends anything. */
export const offers: Check = async (patient) => {
  const { env, waitMs } = patient;
  // What is wrong with it is told among the settings.
  if ((await refusal({ env: only(env, exposure) })) !== undefined) return [];
  const offered = await offeredIn(env);
  const proxy = inProcess(env, waitMs);
  const asked = new Set(apis.filter((it) => isAsked(it, env)).map(({ name }) => name));
  try {
    const outcomes = await Promise.all(
      [...offered]
        .filter(({ api }) => asked.has(api))
        .map((operation) => outcomeOf(operation, proxy, patient)),
    );
    return [
      ...findingsOf(outcomes),
      ...notMeant(offered, env),
      ...notOffered(offered),
      ...operators(env),
    ];
  } finally {
    await proxy.close();
  }
};
