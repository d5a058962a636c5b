/** What the portal has beside the checkout page's style. */
export const portalStyle = `
.card.alone { max-width: 560px; width: 100%; }
.alone h2 { margin: 32px 0 12px; font-size: 16px; }
ul { display: grid; gap: 8px; margin: 0 0 24px; padding: 0; list-style: none; }
h2 + ul { margin: 0; }
li {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  justify-content: space-between;
  gap: 8px 16px;
  padding: 12px 14px;
  border: 1px solid var(--line);
  border-radius: 12px;
}
li > div:first-child { flex: 1 1 10em; }
li b, li span { display: block; }
li b { font-weight: 600; font-variant-numeric: tabular-nums; }
li span { color: var(--muted); font-size: 14px; }
li em { color: var(--text); font-style: normal; font-weight: 600; }
.actions { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; }
li .badge {
  padding: 2px 10px;
  border: 1px solid var(--line);
  border-radius: 999px;
  background: var(--side);
  color: var(--text);
  font-size: 13px;
  font-weight: 600;
}
button.small {
  min-height: 44px;
  padding: 8px 14px;
  border: 1px solid var(--line);
  background: var(--field);
  color: var(--text);
  font-size: 14px;
}
.pay li form { margin: 0; }
fieldset { display: grid; gap: 8px; margin: 0; padding: 0; border: 0; }
legend { margin: 0 0 10px; padding: 0; font-size: 16px; font-weight: 700; }
.choice {
  display: flex;
  align-items: center;
  gap: 12px;
  min-height: 48px;
  padding: 10px 14px;
  border: 1px solid var(--line);
  border-radius: 10px;
  background: var(--field);
  font-size: 16px;
  font-weight: 500;
  font-variant-numeric: tabular-nums;
  cursor: pointer;
}
.choice:has(:checked) { border-color: var(--accent); }
.choice:has(:focus-visible) { outline: 3px solid var(--accent); outline-offset: 2px; }
.choice input { flex: none; width: 18px; min-height: 18px; height: 18px; margin: 0; accent-color: var(--accent); }
.choice span, .choice small { white-space: nowrap; }
.choice { flex-wrap: wrap; }
.choice small { margin-inline-start: auto; color: var(--muted); font-size: 14px; font-weight: 400; }
`;
