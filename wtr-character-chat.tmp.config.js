import base from './web-test-runner.config.js';
export default { ...base, nodeResolve: { browser: true }, concurrency: Number(process.env.CC ?? 1) };
