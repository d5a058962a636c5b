/** Environment variables by name, as `process.env` has them. */
export type Env = Readonly<Record<string, string | undefined>>;

/**
 * `auto`: the engine that is configured, else the built-in stand-in where stand-ins are allowed.
 * `off`: none. `test`: the stand-in, whatever is configured.
 */
export type EngineMode = 'auto' | 'off' | 'test';

const isMode = (value: string): value is EngineMode => ['auto', 'off', 'test'].includes(value);

/**
 * Reads an engine's switch, such as `FAE_REPLIES`; `auto` where it is not set.
 *
 * @throws {TypeError} for any other value, naming the variable
 */
export const engineMode = (env: Env, name: string): EngineMode => {
  const value = env[name]?.trim().toLowerCase() || 'auto';
  if (!isMode(value)) throw new TypeError(`${name} must be auto, off or test, not "${value}".`);
  return value;
};
