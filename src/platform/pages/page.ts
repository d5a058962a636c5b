import { createHash } from 'node:crypto';
import { style as cardStyle } from './card-style.ts';
import { html, type Html } from './html.ts';

export interface Page {
  readonly status: number;
  readonly title: string;
  readonly body: Html;
  /** Beside that of the cards which all pages are made of. */
  readonly style?: string;
  /** Where pictures come from, and where forms may lead, beside this very origin. */
  readonly sources?: { readonly images?: string; readonly forms?: readonly string[] };
  /** Whether the forms' own origin is told to where they lead, which is here. */
  readonly tellsOrigin?: boolean;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');

/**
 * A page that the platform shows by itself: without scripts, without anything of others, and under a
 * policy that says so. Its style is let in by its hash.
 */
export const pageResponse = (page: Page): Response => {
  const { status, title, body, sources = {}, tellsOrigin = false } = page;
  const style = cardStyle + (page.style ?? '');
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${sha256(style)}'`,
    `img-src ${sources.images ?? ''} data:`,
    `form-action ${["'self'", ...(sources.forms ?? [])].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  const { markup } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        ${{ markup: `<style>${style}</style>` }}
      </head>
      <body>
        ${body}
      </body>
    </html>`;
  return new Response(markup, {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy.join('; '),
      'Cache-Control': 'no-store',
      // With `no-referrer` browsers do not tell where a form comes from.
      'Referrer-Policy': tellsOrigin ? 'same-origin' : 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    },
  });
};
