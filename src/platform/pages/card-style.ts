export const style = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f3f4f7, #0d0f14);
  --card: light-dark(#ffffff, #171a21);
  --side: light-dark(#fafbfc, #12151b);
  --text: light-dark(#14171f, #eceef3);
  --muted: light-dark(#5a6274, #9aa3b5);
  --line: light-dark(#e3e6ec, #2a2f3a);
  --field: light-dark(#ffffff, #0f1218);
  --accent: light-dark(#4338ca, #a5b4fc);
  --on-accent: light-dark(#ffffff, #14152b);
  --notice: light-dark(#fff4d6, #3a2e0b);
  --on-notice: light-dark(#6a4700, #ffdf8f);
}
* { box-sizing: border-box; }
body {
  margin: 0;
  min-height: 100dvh;
  display: flex;
  flex-direction: column;
  background: var(--page);
  color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif;
}
.notice {
  margin: 0;
  padding: 10px 20px;
  background: var(--notice);
  color: var(--on-notice);
  font-size: 14px;
  font-weight: 600;
  text-align: center;
}
main {
  flex: 1;
  display: grid;
  align-content: center;
  justify-content: center;
  grid-template-columns: minmax(0, 880px);
  padding: clamp(16px, 5vw, 48px);
}
.card {
  display: grid;
  grid-template-columns: 1fr 1fr;
  overflow: hidden;
  border: 1px solid var(--line);
  border-radius: 20px;
  background: var(--card);
  box-shadow: 0 1px 2px rgb(0 0 0 / 0.04), 0 24px 48px -24px rgb(0 0 0 / 0.25);
}
.card.alone { grid-template-columns: 1fr; max-width: 480px; margin-inline: auto; }
.summary {
  padding: clamp(20px, 4vw, 36px);
  border-inline-end: 1px solid var(--line);
  background: var(--side);
}
.summary img {
  display: block;
  width: 100%;
  aspect-ratio: 1;
  margin-block-end: 24px;
  border-radius: 12px;
  object-fit: cover;
  background: var(--line);
}
.pay { padding: clamp(20px, 4vw, 36px); display: flex; flex-direction: column; justify-content: center; }
h1 { margin: 0; font-size: 18px; font-weight: 600; line-height: 1.35; overflow-wrap: anywhere; }
h2, .alone h1 { margin: 0 0 20px; font-size: 20px; font-weight: 700; line-height: 1.3; }
.amount { margin: 4px 0 0; color: var(--text); font-size: 34px; font-weight: 700; line-height: 1.2; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
p { margin: 0 0 20px; color: var(--muted); }
.error { padding: 10px 14px; border-radius: 10px; background: var(--notice); color: var(--on-notice); }
form { display: grid; gap: 12px; margin: 0; }
label { display: grid; gap: 6px; font-size: 14px; font-weight: 600; }
input, .method {
  width: 100%;
  min-height: 48px;
  padding: 10px 14px;
  border: 1px solid var(--line);
  border-radius: 10px;
  background: var(--field);
  color: inherit;
  font: inherit;
  font-size: 16px;
  font-weight: 400;
}
.method { display: flex; align-items: center; justify-content: space-between; gap: 12px; color: var(--muted); }
.method b { color: var(--text); font-weight: 500; font-variant-numeric: tabular-nums; }
button, .button {
  display: block;
  min-height: 48px;
  padding: 11px 20px;
  border: 0;
  border-radius: 10px;
  background: var(--accent);
  color: var(--on-accent);
  font: inherit;
  font-weight: 600;
  text-align: center;
  text-decoration: none;
  cursor: pointer;
  transition: filter 120ms;
}
button:hover, .button:hover { filter: brightness(1.08); }
button.quiet { background: transparent; color: var(--muted); }
button.quiet:hover { color: var(--text); filter: none; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.pay form + form { margin-block-start: 8px; }
@media (max-width: 720px) {
  main { align-content: start; }
  .card { grid-template-columns: 1fr; }
  .summary { border-inline-end: 0; border-block-end: 1px solid var(--line); }
  .summary img { aspect-ratio: 4 / 3; margin-block-end: 16px; }
}
@media (prefers-reduced-motion: reduce) { button, .button { transition: none; } }
`;
