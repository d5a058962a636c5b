// Ends with 0 when the proxy in this container is alive.
const { PORT = '8787', FAE_BASE_PATH = '/fae' } = process.env;
const answer = await fetch(`http://127.0.0.1:${PORT}${FAE_BASE_PATH}/-/health`, {
  signal: AbortSignal.timeout(2_500),
}).catch(() => undefined);
process.exit(answer?.ok ? 0 : 1);
