import { expect } from 'chai';
import { html as lit, LitElement } from 'lit';
import { LoadController, type ElementState } from '../../src/ui/load-controller.ts';
import { event, fixture, html, state, until } from '../support/browser.ts';

type Load = (key: readonly [string], signal: AbortSignal) => Promise<string>;

class Loader extends LitElement {
  static override properties = { source: {}, state: { reflect: true } };
  declare source: string | undefined;
  declare state: ElementState;
  load: Load = ([source]) => Promise.resolve(source);
  readonly loader = new LoadController<readonly [string], string>(this, {
    key: () => (this.source ? [this.source] : undefined),
    load: (key, signal) => this.load(key, signal),
    isEmpty: (value) => value === 'nothing',
  });
  constructor() {
    super();
    this.state = 'idle';
  }
  override render() {
    return lit`${this.loader.value}`;
  }
}
customElements.define('test-loader', Loader);

describe('LoadController', () => {
  it('stays idle until there is something to load', async () => {
    const element = await fixture<Loader>(html`<test-loader></test-loader>`);
    expect(element.getAttribute('state')).to.equal('idle');
  });

  it('loads, reflects its state and tells the page', async () => {
    const element = await fixture<Loader>(html`<test-loader source="a"></test-loader>`);
    expect(element.getAttribute('state')).to.equal('loading');
    await event(element, 'fae-ready');
    expect(element.getAttribute('state')).to.equal('ready');
    expect(element.shadowRoot?.textContent).to.equal('a');
  });

  it('calls an empty value empty', async () => {
    const element = await fixture<Loader>(html`<test-loader source="nothing"></test-loader>`);
    await state(element, 'empty');
  });

  it('never shows the answer to an older question', async () => {
    const element = await fixture<Loader>(html`<test-loader></test-loader>`);
    const answers: ((value: string) => void)[] = [];
    element.load = () => new Promise((resolve) => answers.push(resolve));
    element.source = 'old';
    await until(() => answers.length === 1);
    element.source = 'new';
    await until(() => answers.length === 2);
    answers[1]?.('new');
    await state(element, 'ready');
    answers[0]?.('old');
    await element.updateComplete;
    expect(element.loader.value).to.equal('new');
  });

  it('shows a failure, and loads again on retry', async () => {
    const element = await fixture<Loader>(html`<test-loader></test-loader>`);
    let calls = 0;
    element.load = async ([source]) => {
      calls += 1;
      if (calls === 1) throw Object.assign(new Error('gone'), { code: 'x', retryable: true });
      return source;
    };
    element.source = 'a';
    const error = await event<Event & { code: string }>(element, 'fae-error');
    expect(error.code).to.equal('x');
    expect(element.getAttribute('state')).to.equal('error');
    element.loader.retry();
    await state(element, 'ready');
  });

  it('aborts the load when the element leaves, and takes it up when it comes back', async () => {
    const element = await fixture<Loader>(html`<test-loader></test-loader>`);
    const signals: AbortSignal[] = [];
    element.load = (_, signal) => {
      signals.push(signal);
      return signals.length === 1 ? new Promise(() => undefined) : Promise.resolve('b');
    };
    element.source = 'a';
    await until(() => signals.length === 1);
    const parent = element.parentElement;
    element.remove();
    await until(() => signals[0]?.aborted);
    parent?.append(element);
    await state(element, 'ready');
  });

  it('is idle when it comes back with nothing to load any more', async () => {
    const element = await fixture<Loader>(html`<test-loader></test-loader>`);
    element.load = () => new Promise(() => undefined);
    element.source = 'a';
    await state(element, 'loading');
    const parent = element.parentElement;
    element.remove();
    element.source = undefined;
    parent?.append(element);
    await state(element, 'idle');
  });

  it('loses nothing when the element is moved', async () => {
    const element = await fixture<Loader>(html`<test-loader source="a"></test-loader>`);
    await state(element, 'ready');
    let calls = 0;
    element.load = async () => {
      calls += 1;
      return 'again';
    };
    document.body.append(element);
    await element.updateComplete;
    expect([element.getAttribute('state'), calls]).to.deep.equal(['ready', 0]);
    element.remove();
  });
});
