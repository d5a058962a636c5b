import { executeServerCommand } from '@web/test-runner-commands';
import { html, render, type TemplateResult } from 'lit';

export { html };

interface ServerInfo {
  /** The proxy, on another origin than the test page. */
  readonly endpoint: string;
  readonly origin: string;
  /** Ids of the sample workspace. */
  readonly sample: Readonly<Record<string, string>>;
}

/** Where the real platform and proxy of this run are. */
export const servers: ServerInfo = await fetch('/servers.json').then((it) => it.json());

/** The id of a record of the sample workspace. */
export const sampleId = (role: string): string => {
  const id = servers.sample[role];
  if (!id) throw new Error(`the sample workspace has no ${role}`);
  return id;
};

/** Asks the platform directly, with the workspace's key, as its owner's own server would. */
export const platform = (
  method: string,
  path: string,
  body?: Record<string, unknown>,
): Promise<{ status: number; body: Record<string, unknown> }> =>
  executeServerCommand('platform', { method, path, ...(body && { body }) });

let container: HTMLElement | undefined;

/** Puts a template on the page and gives its first element. The one before is removed. */
export const fixture = async <E extends Element = HTMLElement>(
  template: TemplateResult,
): Promise<E> => {
  cleanUp();
  container = document.createElement('div');
  document.body.append(container);
  render(template, container);
  const element = container.firstElementChild as E & { updateComplete?: Promise<unknown> };
  await element.updateComplete;
  return element;
};

/** Removes what the last `fixture` put on the page. */
export const cleanUp = (): void => {
  container?.remove();
  container = undefined;
};

/** Waits until the condition gives something, looking again at every frame. */
export const until = async <T>(
  condition: () => T | Promise<T>,
  what = condition.toString(),
  milliseconds = 10_000,
): Promise<NonNullable<T>> => {
  const end = performance.now() + milliseconds;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (performance.now() > end) throw new Error(`waited in vain for: ${what}`);
    await new Promise((resolve) => {
      requestAnimationFrame(resolve);
    });
  }
};

/** Waits for the element to reach a state, however short it stays in it. */
export const state = (element: Element, wanted: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const present = () => element.getAttribute('state');
    const end = () => {
      clearTimeout(timer);
      observer.disconnect();
    };
    const check = () => {
      if (present() !== wanted) return;
      end();
      resolve();
    };
    const observer = new MutationObserver(check);
    const timer = setTimeout(() => {
      end();
      reject(new Error(`waited in vain for: state="${wanted}", it is "${present()}"`));
    }, 10_000);
    observer.observe(element, { attributeFilter: ['state'] });
    check();
  });

/** Resolves with the next event of a type. */
export const event = <E extends Event = Event>(target: EventTarget, type: string): Promise<E> =>
  new Promise((resolve) => {
    target.addEventListener(type, (it) => resolve(it as E), { once: true });
  });

/** Finds in the element's shadow root, by CSS selector. */
export const find = <E extends Element = HTMLElement>(element: Element, selector: string): E => {
  const found = element.shadowRoot?.querySelector<E>(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
};

interface Axe {
  run(
    context: Element,
    options?: object,
  ): Promise<{ violations: { id: string; help: string; nodes: { html: string }[] }[] }>;
}

const loadAxe = (): Promise<Axe> =>
  new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = '/node_modules/axe-core/axe.min.js';
    script.onload = () => resolve((window as unknown as { axe: Axe }).axe);
    script.onerror = reject;
    document.head.append(script);
  });

let axe: Promise<Axe> | undefined;

/** What axe finds wrong with an element, one line each; an empty list is what is wanted. */
export const axeViolations = async (element: Element): Promise<string[]> => {
  axe ??= loadAxe();
  const { violations } = await (await axe).run(element, { rules: { region: { enabled: false } } });
  return violations.map((it) => `${it.id}: ${it.help} (${it.nodes.map((n) => n.html).join(', ')})`);
};
