import { html } from '../pages/html.ts';

const style = `
:root { color-scheme: light dark; }
body {
  display: grid;
  place-content: center;
  min-height: 100dvh;
  margin: 0;
  padding: 24px;
  box-sizing: border-box;
  background: light-dark(#f6f5f2, #111318);
  color: light-dark(#1b1c21, #eceef3);
  font: 16px/1.6 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif;
  text-align: center;
}
p { margin: 0; color: light-dark(#5b5f6b, #a2a8b6); }
h1 { margin: 0 0 8px; font-size: clamp(24px, 5vw, 32px); line-height: 1.25; }
.number { margin-bottom: 12px; font-size: 14px; letter-spacing: 0.2em; }
`;

/** What visitors see where an app has no page, and no `404.html` of its own. */
export const notFoundPage = html`<!doctype html>
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="robots" content="noindex" />
      <title>Page not found</title>
      <link rel="icon" href="data:," />
      ${{ markup: `<style>${style}</style>` }}
    </head>
    <body>
      <main>
        <p class="number">404</p>
        <h1>There is nothing here</h1>
        <p>The page may have moved, or it was never made.</p>
      </main>
    </body>
  </html>`.markup;
