import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const source = dirname(createRequire(import.meta.url).resolve('three/src/Three.js'));

/** Parts of the renderer that a viewer of GLB models never reaches, by what takes their place. */
const stubs: Readonly<Record<string, string>> = {
  'renderers/webxr/WebXRManager.js': `export class WebXRManager {
    enabled = false; isPresenting = false; cameraAutoUpdate = false;
    addEventListener() {} removeEventListener() {} setAnimationLoop() {} dispose() {}
    hasDepthSensing() { return false; } getDepthSensingMesh() { return null; }
    getEnvironmentBlendMode() {} getCamera() {} updateCamera() {} getSession() {}
  }`,
  // Our environment is baked: it never has to be filtered at run time.
  'extras/PMREMGenerator.js': `export class PMREMGenerator {
    fromEquirectangular() { return null; } fromCubemap() { return null; } dispose() {}
  }`,
  // The contact shadow is a picture of its own.
  'renderers/webgl/WebGLShadowMap.js': `export class WebGLShadowMap {
    enabled = false; autoUpdate = false; needsUpdate = false; type = 1; render() {}
  }`,
  'renderers/webgl/WebGLUniformsGroups.js': `export class WebGLUniformsGroups {
    bind() {} update() {} dispose() {}
  }`,
};

/** Programs of materials that the GLB loader never makes. */
const unusedPrograms =
  /ShaderLib\/(meshlambert|meshmatcap|meshnormal|meshphong|meshtoon|linedashed|sprite|shadow|distance|vsm)\.glsl\.js$/;

const glsl = /\/\* glsl \*\/\s*`([^`]*)`/g;

const minifyGlsl = (code: string): string =>
  code
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\/\/.*$/gm, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n\s*/g, '\n');

/** Takes out what only editors need: nothing here writes or reads three's JSON format. */
const withoutJson = (code: string): string => {
  let rest = code;
  for (let found; (found = /\n\t(static )?(toJSON|fromJSON)\([^)]*\) \{/.exec(rest));) {
    let end = found.index + found[0].length;
    for (let depth = 1; depth > 0 && end < rest.length; end += 1) {
      if (rest[end] === '{') depth += 1;
      if (rest[end] === '}') depth -= 1;
    }
    rest = rest.slice(0, found.index) + rest.slice(end);
  }
  return rest;
};

/**
 * Builds three from its sources without what a viewer of GLB models never reaches: 22 kB of 165
 * after gzip. A stub whose place has gone, after an update of three, fails the build; that the
 * pictures stay the same is checked by a test.
 */
export const slimThree = (environment: string): Plugin => {
  const placed = new Set<string>();
  return {
    name: 'slim-three',
    enforce: 'pre',
    applyToEnvironment: ({ name }) => name === environment,
    resolveId: (id) => (id === 'three' ? join(source, 'Three.js') : null),
    load(id) {
      if (!id.startsWith(source)) return null;
      const path = id.slice(source.length + 1).replaceAll('\\', '/');
      const stub = stubs[path];
      if (stub) {
        placed.add(path);
        return stub;
      }
      const code = withoutJson(readFileSync(id, 'utf8'));
      const isUnused = unusedPrograms.test(path);
      return code.replace(glsl, (_, text: string) => `\`${isUnused ? '' : minifyGlsl(text)}\``);
    },
    buildEnd(error) {
      const missing = Object.keys(stubs).filter((path) => !placed.has(path));
      if (!error && missing.length > 0) this.error(`three has no ${missing.join(', ')} any more`);
    },
  };
};
