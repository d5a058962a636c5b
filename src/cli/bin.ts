#!/usr/bin/env node
// Says so in one line where Node.js is too old, before anything is loaded that would fail on it.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  console.error(`fae-widgets needs Node.js 22.19 or newer; this is ${process.version}.`);
  process.exit(2);
}
const { tellCrash } = await import('./crash.ts');
tellCrash();
const { main } = await import('./main.ts');
const code = await main(process.argv.slice(2));
// What was refused may have begun to listen; what goes on serving has given no code. Where output is a
// pipe, it may still be on its way.
if (code !== undefined) process.stdout.write('', () => process.exit(code));

export {};
