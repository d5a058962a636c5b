/**
 * Reads `OLLAMA_HOST` as Ollama itself does, but as a list: `host`, `host:port` or a URL. The port is
 * 11434, or the scheme's own where a scheme is given.
 *
 * @returns base URLs without a trailing slash
 * @throws {TypeError} for what is no address
 */
export const ollamaHosts = (list: string): string[] =>
  list
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean)
    .map((entry) => {
      const hasScheme = /^https?:\/\//i.test(entry);
      const url = URL.parse(hasScheme ? entry : `http://${entry}`);
      if (!url) throw new TypeError(`OLLAMA_HOST: "${entry}" is no address.`);
      if (!hasScheme && !/:\d+(\/|$)/.test(entry)) url.port = '11434';
      return url.href.replace(/\/+$/, '');
    });
