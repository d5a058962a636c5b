import { setupWorker } from 'msw/browser';

/**
 * Mock Service Worker, for faults that no real server gives on command. It stands in on the page's
 * own origin only: an element under test takes `endpoint="/faults"`.
 */
export const faults = setupWorker();

export const startFaults = () => faults.start({ quiet: true, onUnhandledFrame: 'bypass' });

export const faultyEndpoint = '/faults';
