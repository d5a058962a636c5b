/**
 * What the library's own style lacks: enough contrast for small text (WCAG 2.2, 1.4.3), and on a phone
 * a form for requests that is no wider than its dialog.
 */
export const theme = `
.light-mode {
  --scalar-color-2: #5c5c5c;
  --scalar-color-3: #6b6b6b;
  --scalar-color-accent: #0068b0;
  --scalar-color-blue: #0068b0;
  --scalar-color-green: #00704a;
  --scalar-color-red: #c40000;
  --scalar-color-orange: #b33c00;
}
.dark-mode {
  --scalar-color-3: #9a9a9a;
  --scalar-color-red: #ff6b61;
}
[role='dialog'] main > * {
  min-width: 0;
}`;
