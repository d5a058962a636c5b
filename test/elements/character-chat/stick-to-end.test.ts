import { expect } from 'chai';
import { StickToEnd } from '../../../src/elements/character-chat/stick-to-end.ts';
import { until } from '../../support/browser.ts';

const build = () => {
  const log = document.createElement('div');
  log.style.cssText = 'position: relative; height: 200px; overflow: auto';
  const list = document.createElement('div');
  log.append(list);
  document.body.append(log);
  const add = (height: number) => {
    const item = document.createElement('div');
    item.style.height = `${height}px`;
    list.append(item);
    return item;
  };
  const fromEnd = () => log.scrollHeight - log.clientHeight - log.scrollTop;
  return { log, add, fromEnd };
};

const setUp = async () => {
  const parts = build();
  let changes = 0;
  const stick = new StickToEnd(() => (changes += 1));
  stick.attach(parts.log);
  parts.add(500);
  await until(() => parts.log.scrollTop === 300);
  return { ...parts, stick, changes: () => changes };
};

describe('a list that sticks to its end', () => {
  afterEach(() => document.body.replaceChildren());

  it('follows what comes', async () => {
    const { add, fromEnd } = await setUp();
    add(100);
    await until(() => fromEnd() === 0);
  });

  it('stays at the end when it becomes smaller', async () => {
    const { log, fromEnd } = await setUp();
    log.style.height = '120px';
    await until(() => log.scrollTop === 380 && fromEnd() === 0);
  });

  it('leaves who reads further up alone', async () => {
    const { log, add, stick, changes } = await setUp();
    log.scrollTop = 50;
    await until(() => !stick.pinned);
    expect(stick.reveal(add(100))).to.equal(false);
    await new Promise(requestAnimationFrame);
    expect([log.scrollTop, changes()]).to.deep.equal([50, 1]);
  });

  it('follows again once the reader is back', async () => {
    const { log, add, stick, fromEnd } = await setUp();
    log.scrollTop = 50;
    await until(() => !stick.pinned);
    log.scrollTop = 295;
    await until(() => stick.pinned);
    add(100);
    await until(() => fromEnd() === 0);
  });

  it('goes to the end on demand', async () => {
    const { log, stick, fromEnd } = await setUp();
    log.scrollTop = 50;
    await until(() => !stick.pinned);
    stick.toEnd();
    expect([fromEnd(), stick.pinned]).to.deep.equal([0, true]);
  });

  it('shows what is higher than itself from the beginning', async () => {
    const { log, add, stick } = await setUp();
    expect(stick.reveal(add(900))).to.equal(true);
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    expect([log.scrollTop, stick.pinned]).to.deep.equal([488, false]);
  });

  it('lets go of the list', async () => {
    const { log, add, stick } = await setUp();
    stick.attach(null);
    add(100);
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    expect(log.scrollTop).to.equal(300);
  });
});
