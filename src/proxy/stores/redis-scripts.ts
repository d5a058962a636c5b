import type { Send } from './redis-store.ts';

/**
 * Takes all claims or none. For each key three arguments: points, limit, window in milliseconds;
 * three numbers come back: whether there was room, what remains, when the window ends. A key lives
 * exactly as long as its window, which the first call begins.
 */
export const consumeScript = `
local value, left, allowed, all = {}, {}, {}, true
for i, key in ipairs(KEYS) do
  local points, limit = tonumber(ARGV[3 * i - 2]), tonumber(ARGV[3 * i - 1])
  left[i] = redis.call('PTTL', key)
  value[i] = left[i] > 0 and tonumber(redis.call('GET', key)) or 0
  allowed[i] = points <= 0 or value[i] + points <= limit
  all = all and allowed[i]
end
local answer = {}
for i, key in ipairs(KEYS) do
  local points = all and math.max(tonumber(ARGV[3 * i - 2]), -value[i]) or 0
  value[i] = value[i] + points
  if left[i] <= 0 then
    left[i] = tonumber(ARGV[3 * i])
    redis.call('SET', key, string.format('%.0f', value[i]), 'PX', ARGV[3 * i])
  elseif points ~= 0 then
    redis.call('INCRBY', key, string.format('%.0f', points))
  end
  answer[3 * i - 2] = allowed[i] and 1 or 0
  answer[3 * i - 1] = math.max(0, tonumber(ARGV[3 * i - 1]) - value[i])
  answer[3 * i] = left[i]
end
return answer
`;

/** `SET key value NX PX ttl GET`, which Redis itself takes only since version 7. */
export const putIfAbsentScript = `
local there = redis.call('GET', KEYS[1])
if not there then redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) end
return there
`;

const sha1 = async (text: string): Promise<string> => {
  const digest = await crypto.subtle.digest('SHA-1', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
};

const isUnknownScript = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('NOSCRIPT');

/**
 * Runs a script by its digest, in one round trip; where Redis does not know it, after its first start
 * and after each restart, by its text.
 */
export const scriptRunner = (send: Send, script: string) => {
  let digest: string | undefined;
  return async (keys: readonly string[], args: readonly string[]): Promise<unknown> => {
    const rest = [String(keys.length), ...keys, ...args];
    digest ??= await sha1(script);
    try {
      return await send(['EVALSHA', digest, ...rest]);
    } catch (error) {
      if (!isUnknownScript(error)) throw error;
      return send(['EVAL', script, ...rest]);
    }
  };
};
