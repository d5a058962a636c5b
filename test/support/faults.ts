import { setupWorker } from 'msw/browser';

/**
 * Mock Service Worker, for faults that no real server gives on command. It stands in on the page's
 * own origin only: an element under test takes `endpoint="/faults"`.
 */
export const faults = setupWorker();

/**
 * A worker for this test page alone: its address and its scope carry the page's own query. Pages
 * that run at the same time would otherwise share one, and reload when they find it half installed.
 */
const serviceWorker = {
  url: `/mockServiceWorker.js${location.search}`,
  options: { scope: location.pathname + location.search },
};

export const startFaults = () =>
  faults.start({ quiet: true, onUnhandledFrame: 'bypass', serviceWorker });

export const faultyEndpoint = '/faults';
