import type { ApiName } from '../../api/operations.ts';
import { html, type Html } from '../pages/html.ts';
import { theme } from './theme.ts';

/**
 * The library puts its style sheet into the page and sizes what it draws by `style` attributes, hence
 * `'unsafe-inline'` for styles. Scripts are files of ours, and live requests go nowhere but here.
 */
export const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** In the order in which they are offered; the page opens with the first. */
const titles: Readonly<Record<ApiName, string>> = {
  fae: 'FAE API',
  fleek: 'Fleek AI Agents API',
};

const documentOf = (name: string): string => `openapi/${name}.json`;

/** What the library is told. All that would ask another host, or keep a key, is off. */
const configuration = (publicUrl: string) => ({
  // The slug is where links into the document begin.
  sources: Object.entries(titles).map(([slug, title]) => ({ slug, title, url: documentOf(slug) })),
  // Without an origin, it is the page's own, by whatever name somebody has opened it.
  servers: [{ url: `${new URL(publicUrl).pathname.replace(/\/$/, '')}/api` }],
  authentication: { preferredSecurityScheme: 'key' },
  persistAuth: false,
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  hideClientButton: true,
  showDeveloperTools: 'never',
  documentDownloadType: 'json',
  customCss: theme,
});

const documentLinks: Html = {
  markup: Object.entries(titles)
    .map(([name, title]) => html`<li><a href="${documentOf(name)}">${title}</a></li>`.markup)
    .join(''),
};

/** Apart from the page's template: bundlers rewrite a tagged one with this end tag, by a helper. */
const script = (attributes: Readonly<Record<string, string>>): Html => {
  const written = Object.entries(attributes).map(
    ([name, value]) => html`${name}="${value}"`.markup,
  );
  return { markup: `<script ${written.join(' ')}></script>` };
};

/**
 * The reference page of both APIs. Nothing in it is from users: it shows our own documents. Addresses are
 * relative, so that it works below any path.
 */
export const referencePage = (publicUrl: string): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>API reference</title>
        <link rel="icon" href="data:," />
      </head>
      <body>
        <noscript>
          <h1>API reference</h1>
          <p>This page needs JavaScript. What it shows is in the OpenAPI documents:</p>
          <ul>
            ${documentLinks}
          </ul>
        </noscript>
        ${script({
          id: 'api-reference',
          'data-configuration': JSON.stringify(configuration(publicUrl)),
        })}
        ${script({ src: 'reference/scalar.js' })}
      </body>
    </html>`.markup;
