import { html, type Html } from '../payments/html.ts';
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

/** What the library is told. All that would ask another host, or keep a key, is off. */
const configuration = (publicUrl: string) => ({
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

/** Apart from the page's template: bundlers rewrite a tagged one with this end tag, by a helper. */
const script = (attributes: Readonly<Record<string, string>>): Html => {
  const written = Object.entries(attributes).map(
    ([name, value]) => html`${name}="${value}"`.markup,
  );
  return { markup: `<script ${written.join(' ')}></script>` };
};

/**
 * The reference page. Nothing in it is from users: it shows our own document. Addresses are relative,
 * so that it works below any path.
 */
export const referencePage = (publicUrl: string): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>FAE API reference</title>
        <link rel="icon" href="data:," />
      </head>
      <body>
        <noscript>
          <h1>FAE API reference</h1>
          <p>
            This page needs JavaScript. What it shows is in the
            <a href="openapi/fae.json">OpenAPI document</a>.
          </p>
        </noscript>
        ${script({
          id: 'api-reference',
          'data-url': 'openapi/fae.json',
          'data-configuration': JSON.stringify(configuration(publicUrl)),
        })}
        ${script({ src: 'reference/scalar.js' })}
      </body>
    </html>`.markup;
