import { readFileSync } from 'node:fs';
import { builtFolder } from './package.ts';

type Ids = Readonly<Record<string, string>>;

/** The demo lives under the policy that we ask of nobody but promise to fit. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob: https:",
  "media-src 'self' data: blob: https:",
  "connect-src 'self' data: blob: https:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ');

const file = (name: string, type: string) => {
  const bytes = readFileSync(new URL(name, builtFolder('demo')));
  return { bytes, type };
};

const answer = (body: BodyInit, type: string): Response =>
  new Response(body, {
    headers: {
      'Content-Type': type,
      'Content-Security-Policy': policy,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
      'Cache-Control': 'no-cache',
    },
  });

/** A part of the page that makes no sense without an id. */
const needing = /<!-- needs (\w+) -->([\s\S]*?)<!-- end -->/g;

/**
 * The demo site: its page with the sample workspace's ids filled in for `{{…}}`, its style and
 * script, and the ids as `/sample.json`. Gives `undefined` for what is not its own.
 */
export const createDemo = (
  ids: Ids,
  endpoint: string,
): ((request: Request) => Response | undefined) => {
  const words: Ids = { ...ids, endpoint };
  const page = file('index.html', '').bytes.toString('utf8');
  const shown = page.replace(needing, (_, name: string, part: string) => (words[name] ? part : ''));
  const filled = shown.replace(/\{\{(\w+)\}\}/g, (_, name: string) => words[name] ?? '');
  const css = file('demo.css', 'text/css; charset=utf-8');
  const js = file('demo.js', 'text/javascript; charset=utf-8');
  const pages: Readonly<Record<string, () => Response>> = {
    '/': () => answer(filled, 'text/html; charset=utf-8'),
    '/demo.css': () => answer(css.bytes, css.type),
    '/demo.js': () => answer(js.bytes, js.type),
    '/sample.json': () => answer(JSON.stringify(ids), 'application/json'),
  };
  return ({ method, url }) => {
    if (method !== 'GET' && method !== 'HEAD') return undefined;
    return pages[new URL(url).pathname]?.();
  };
};
