import { html, nothing } from 'lit';
import { Lexer, Tokenizer, type MarkedToken, type Token, type Tokens } from 'marked';
import { safeUrl } from '../../ui/url.ts';
import { decodeEntities } from './entities.ts';

export { proseStyles } from './prose.styles.ts';

/**
 * A reply is written by a language model and may be steered by anybody: none of it may make the
 * page slow. What goes beyond is shown as the text that it is.
 */
const limits = {
  /** Quotes, lists and emphasis inside one another. */
  depth: 12,
  /** Length of one paragraph: the time that emphasis takes grows with its square. */
  inline: 4_000,
  /** A table's cells are made up to its header's width, so a wide one grows with the square. */
  columns: 20,
  /** Elements of one reply. */
  nodes: 4_000,
} as const;

/** The labels of the button that copies code. */
export interface MarkdownOptions {
  readonly copy: string;
  readonly copied: string;
}

/** Lets a reader call itself only so often; deeper down it finds nothing. */
const nested = <T>(read: (source: string) => T | undefined) => {
  let depth = 0;
  return (source: string): T | undefined => {
    if (depth >= limits.depth) return undefined;
    depth += 1;
    try {
      return read(source);
    } finally {
      depth -= 1;
    }
  };
};

const plain = (text: string): Tokens.Text => ({ type: 'text', raw: text, text });

const tokensOf = (markdown: string): Token[] => {
  const tokenizer = new Tokenizer();
  const table = tokenizer.table.bind(tokenizer);
  tokenizer.blockquote = nested(tokenizer.blockquote.bind(tokenizer));
  tokenizer.list = nested(tokenizer.list.bind(tokenizer));
  tokenizer.table = (source) => {
    const columns = source.slice(0, source.indexOf('\n') + 1).split('|').length;
    return columns > limits.columns ? undefined : table(source);
  };
  const lexer = new Lexer({ gfm: true, breaks: true, tokenizer });
  const inlineTokens = lexer.inlineTokens.bind(lexer);
  let depth = 0;
  lexer.inlineTokens = (source, tokens = []) => {
    if (depth >= limits.depth || source.length > limits.inline) {
      tokens.push(plain(source));
      return tokens;
    }
    depth += 1;
    try {
      return inlineTokens(source, tokens);
    } finally {
      depth -= 1;
    }
  };
  return lexer.lex(markdown);
};

/** Copies the code that the button belongs to. */
const copyFrom = async (event: Event): Promise<void> => {
  const button = event.currentTarget;
  if (!(button instanceof HTMLElement)) return;
  const code = button.closest('.code')?.querySelector('code')?.textContent ?? '';
  try {
    await navigator.clipboard.writeText(code);
  } catch {
    // The visitor refused; the code can still be selected by hand.
    return;
  }
  button.toggleAttribute('data-copied', true);
  setTimeout(() => button.removeAttribute('data-copied'), 2_000);
};

/** Without the button where the browser gives no clipboard: on pages without TLS. */
const codeView = ({ lang, text }: Tokens.Code, { copy, copied }: MarkdownOptions) => html`
  <div class="code" part="code">
    <div class="code-head">
      <span>${lang?.split(/\s/)[0]}</span>
      ${
        'clipboard' in navigator
          ? html`<button class="copy" type="button" @click=${copyFrom}>
              <span class="copy-label">${copy}</span>
              <span class="copied-label">${copied}</span>
            </button>`
          : nothing
      }
    </div>
    <pre tabindex="0"><code>${text}</code></pre>
  </div>
`;

/** A link that says where it leads, or its bare content where it leads nowhere safe. */
const linkView = (href: string, content: unknown): unknown => {
  const address = safeUrl(decodeEntities(href), 'link');
  if (!address) return content;
  const { host, pathname } = new URL(address);
  return html`<a
    href=${address}
    title=${host || pathname}
    target="_blank"
    rel="noopener noreferrer nofollow"
    >${content}</a
  >`;
};

/** Makes the views of one reply. */
const viewer = (options: MarkdownOptions) => {
  let nodes = 0;

  const many = (tokens: readonly Token[] | undefined): unknown[] => (tokens ?? []).map(one);

  const listView = ({ ordered, start, items }: Tokens.List): unknown => {
    const entries = items.map((it) => {
      count();
      return html`<li>${many(it.tokens)}</li>`;
    });
    return ordered
      ? html`<ol start=${start || 1}>
          ${entries}
        </ol>`
      : html`<ul>
          ${entries}
        </ul>`;
  };

  const tableView = ({ header, rows }: Tokens.Table): unknown => {
    const cells = (row: readonly Tokens.TableCell[]) =>
      row.map((it) => {
        count();
        return it.header
          ? html`<th scope="col">${many(it.tokens)}</th>`
          : html`<td>${many(it.tokens)}</td>`;
      });
    return html`<div class="table" tabindex="0">
      <table>
        <thead>
          <tr>
            ${cells(header)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                ${cells(row)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  };

  /** Below the page's own headings, whose levels a reply cannot know. */
  const headingView = ({ depth, tokens }: Tokens.Heading): unknown => {
    const level = Math.min(6, depth + 2);
    return html`<p class="heading" role="heading" aria-level=${level}>${many(tokens)}</p>`;
  };

  const count = (): void => {
    nodes += 1;
    if (nodes > limits.nodes) throw new RangeError('The reply has too many elements.');
  };

  const one = (generic: Token): unknown => {
    count();
    // The lexer has no extensions, so it gives its own tokens alone.
    const token = generic as MarkedToken;
    switch (token.type) {
      case 'paragraph':
        return html`<p>${many(token.tokens)}</p>`;
      case 'text':
        return token.tokens ? many(token.tokens) : decodeEntities(token.text);
      case 'strong':
        return html`<strong>${many(token.tokens)}</strong>`;
      case 'em':
        return html`<em>${many(token.tokens)}</em>`;
      case 'del':
        return html`<del>${many(token.tokens)}</del>`;
      case 'codespan':
        return html`<code>${token.text}</code>`;
      case 'code':
        return codeView(token, options);
      case 'br':
        return html`<br />`;
      case 'hr':
        return html`<hr />`;
      case 'blockquote':
        return html`<blockquote>${many(token.tokens)}</blockquote>`;
      case 'heading':
        return headingView(token);
      case 'list':
        return listView(token);
      case 'checkbox':
        return token.checked ? '☑ ' : '☐ ';
      case 'table':
        return tableView(token);
      case 'link':
        return linkView(token.href, many(token.tokens));
      case 'image':
        // Not loaded: an address made up by a model could carry out what was said to it.
        return linkView(token.href, decodeEntities(token.text) || token.href);
      case 'html':
        return token.block ? html`<p>${token.raw.trim()}</p>` : token.raw;
      case 'escape':
        return token.text;
      case 'list_item':
      case 'def':
      case 'space':
        return nothing;
    }
  };

  return many;
};

/**
 * Markdown as lit templates; nothing in it becomes HTML. What is too much for the limits is given
 * back as the text that it is.
 */
export const markdownView = (markdown: string, options: MarkdownOptions): unknown => {
  try {
    return viewer(options)(tokensOf(markdown));
  } catch (error) {
    if (error instanceof RangeError) return html`<p class="plain">${markdown}</p>`;
    throw error;
  }
};
