// Runs outlive the tab as they are, piece by piece; what is damaged is left out and told of; and
// whatever the archive does, the history goes on.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { presets } from '../config';
import { generatorWeights, type StepRecord } from '../metrics';
import { fakeArchive } from './fakeArchive.suite';
import { createHistory, type Run } from './history';
import { createAppStore } from './joinEngine';
import { keptLimits } from './keptLimits';
import { pieceSteps, stepBytes, type KeptHead } from './keptRun';
import type { RunArchive } from './runArchive';
import { createRunKeeper } from './runKeeper';
import type { RunSetup } from './runSetup';

const { config, training } = presets.tiny;
const setup: RunSetup = { backend: 'wasm', preset: 'tiny', modelSeed: 7, weights: '', dataset: 'a', config, training };
const record = (step: number, gTotal = step / 3): StepRecord => ({
  step, epoch: step / 10, durationMs: 1 / 3, weights: generatorWeights(training), terms: step % 2 === 0 ? { gTotal, dExpression: NaN } : { gTotal },
});
const records = (start: number, end: number) => Array.from({ length: end - start }, (_, index) => record(start + index));

/** The page of one visit. */
function visit(archive: RunArchive) {
  const history = createHistory();
  const store = createAppStore();
  return { history, store, keeper: createRunKeeper({ history, store, archive }), kept: () => store.getState().keptRuns };
}

async function nextVisit(archive: RunArchive) {
  const page = visit(archive);
  await page.keeper.restore();
  return page;
}

const plain = (runs: readonly Run[]) => runs.map(({ id, name, shown, begun, setups, data }) => ({ id, name, shown, begun, setups, data }));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a run', () => {
  it('is there at the next visit as it was, and the next run counts on', async () => {
    const { archive } = fakeArchive();
    const first = visit(archive);
    first.history.append(records(0, pieceSteps + 3), setup);
    first.history.append(records(0, 2), { ...setup, modelSeed: 8 });
    first.history.change(1, { name: 'small rate', shown: false });
    await first.keeper.save();
    const second = await nextVisit(archive);
    expect(plain(second.history.runs())).toEqual(plain(first.history.runs()));
    expect(second.history.runs().every(({ earlier }) => earlier)).toBe(true);
    expect(second.history.present()).toBeNull();
    second.history.append(records(0, 1));
    expect(second.history.present()).toMatchObject({ id: 3, name: 'Run 3', earlier: false });
    expect(second.kept()).toEqual({ reading: false, problem: null, notes: [], damaged: [] });
  });

  it('stands where it stood, also among those that were read from one file', async () => {
    const { archive, heads } = fakeArchive();
    const first = visit(archive);
    first.history.append(records(0, 1), setup);
    first.history.add(['b', 'a'].map((name) => ({ ...first.history.present()!, name })).map(({ name, setups, data }) => ({ name, setups, data: structuredClone(data) })));
    await first.keeper.save();
    for (const [key, head] of [...heads].toReversed()) {
      heads.delete(key);
      heads.set(key, head);
    }
    expect((await nextVisit(archive)).history.runs().map(({ name }) => name)).toEqual(['Run 1', 'b', 'a']);
  });

  it('is written every five seconds while it grows, and only its last piece', async () => {
    const { archive, writes } = fakeArchive();
    const { history, keeper } = visit(archive);
    history.append(records(0, pieceSteps + 1));
    await vi.advanceTimersByTimeAsync(4900);
    expect(writes).toEqual([]);
    history.append(records(pieceSteps + 1, pieceSteps + 2));
    await vi.advanceTimersByTimeAsync(200);
    expect(writes).toEqual(['create 0', 'change 1']);
    history.append(records(pieceSteps + 2, pieceSteps + 3));
    await vi.advanceTimersByTimeAsync(5000);
    expect(writes.slice(2)).toEqual(['change 1']);
    await keeper.save();
    expect(writes).toHaveLength(3);
  });

  it('is written at its end, at a pause and when the page is left', async () => {
    const { archive, writes } = fakeArchive();
    const { history, store, keeper } = visit(archive);
    history.append(records(0, 1));
    history.clear();
    await vi.advanceTimersByTimeAsync(0);
    expect(writes).toEqual(['create 0']);
    store.setState({ status: { state: 'running', step: 0 } });
    history.append(records(0, 1));
    store.setState({ status: { state: 'idle', step: 1 } });
    await vi.advanceTimersByTimeAsync(0);
    expect(writes.slice(1)).toEqual(['create 0']);
    history.append(records(1, 2));
    keeper.leave();
    expect((await nextVisit(archive)).history.runs().map(({ data }) => data.steps)).toEqual([[0], [0, 1]]);
  });

  it('that is removed is gone at the next visit, and so is everything that is forgotten', async () => {
    const { archive, heads, pieces } = fakeArchive();
    const { history, keeper } = visit(archive);
    history.append(records(0, 2));
    history.append(records(0, 3));
    await keeper.save();
    history.remove(1);
    await keeper.save();
    expect((await nextVisit(archive)).history.runs().map(({ id }) => id)).toEqual([2]);
    heads.set('of another tab', { form: 1 });
    await keeper.forgetAll();
    expect([heads.size, pieces.size, history.runs().length]).toEqual([0, 0, 0]);
    history.append(records(3, 4));
    await keeper.save();
    expect((await nextVisit(archive)).history.runs()).toMatchObject([{ id: 1, data: { steps: [3] } }]);
  });
});

describe('two tabs', () => {
  it('keep their runs side by side, under numbers of their own from the next visit on', async () => {
    const { archive } = fakeArchive();
    const [one, other] = [visit(archive), visit(archive)];
    vi.setSystemTime(1000);
    one.history.append(records(0, 1), setup);
    vi.setSystemTime(2000);
    other.history.append(records(5, 7), setup);
    await one.keeper.save();
    await other.keeper.save();
    const next = await nextVisit(archive);
    expect(next.history.runs()).toMatchObject([{ id: 1, name: 'Run 1', data: { steps: [0] } }, { id: 2, name: 'Run 2', data: { steps: [5, 6] } }]);
    await next.keeper.save();
    expect(plain((await nextVisit(archive)).history.runs())).toEqual(plain(next.history.runs()));
  });

  it('leave each other’s runs alone: a name given in one does not shorten what the other goes on writing', async () => {
    const { archive } = fakeArchive();
    const one = visit(archive);
    one.history.append(records(0, 2));
    await one.keeper.save();
    const other = await nextVisit(archive);
    one.history.append(records(2, 4));
    await one.keeper.save();
    other.history.change(1, { name: 'named there' });
    await other.keeper.save();
    expect((await nextVisit(archive)).history.runs()).toMatchObject([{ name: 'named there', data: { steps: [0, 1, 2, 3] } }]);

    other.history.remove(1);
    await other.keeper.save();
    one.history.append(records(4, 5));
    await one.keeper.save();
    expect(one.kept().notes).toEqual(['Run 1 was removed from this browser in another tab. Here it stays until this tab is closed.']);
    expect((await nextVisit(archive)).history.runs()).toEqual([]);
  });
});

describe('what is damaged', () => {
  const damage: [string, (heads: Map<string, unknown>, pieces: Map<string, unknown>, key: string) => unknown, string][] = [
    ['no head', (heads, _, key) => heads.set(key, 'text'), 'A run without a name: it was kept in a form that this page does not know.'],
    ['another form', (heads, _, key) => heads.set(key, { ...heads.get(key) as object, form: 2 }), 'Run 1: it was kept in a form that this page does not know.'],
    ['a number below one', (heads, _, key) => heads.set(key, { ...heads.get(key) as object, id: 0.5 }), 'Run 1: its number or its count of steps is wrong.'],
    ['no date', (heads, _, key) => heads.set(key, { ...heads.get(key) as object, begun: 1e17 }), 'Run 1: its date is wrong.'],
    ['a missing piece', (_, pieces, key) => pieces.delete(`${key}/1`), 'Run 1: a part of its curves is missing.'],
    ['pieces in another order', (_, pieces, key) => pieces.set(`${key}/1`, { ...structuredClone(pieces.get(`${key}/0`)) as object }), 'Run 1: a part of its curves is incomplete.'],
    ['a text for a number', (_, pieces, key) => (pieces.get(`${key}/1`) as { columns: Record<string, unknown[]> }).columns.gTotal!.splice(1, 1, '<b>'), 'Run 1: the column gTotal of Run 1 has a value that is no number: "<b>".'],
    ['other settings', (heads, _, key) => ((heads.get(key) as KeptHead).setups[0]!.setup.training.dropout = 5), 'Run 1: settings.dropout must be a number from 0 to 0.99, not 5.'],
  ];

  it.each(damage)('is left out and told of: %s', async (_, change, reason) => {
    const { archive, heads, pieces } = fakeArchive();
    const first = visit(archive);
    first.history.append(records(0, pieceSteps + 5), setup);
    first.history.append(records(0, 2), setup);
    await first.keeper.save();
    change(heads, pieces, [...heads.keys()][0]!);
    const second = await nextVisit(archive);
    expect(second.history.runs().map(({ name }) => name)).toEqual(['Run 2']);
    expect(second.kept().damaged.map((damaged) => damaged.reason)).toEqual([reason]);
    await second.keeper.removeDamaged();
    expect([heads.size, pieces.size, second.kept().damaged.length]).toEqual([1, 1, 0]);
  });
});

describe('without room', () => {
  const head = (id: number, changes: Partial<KeptHead> = {}): KeptHead =>
    ({ form: 1, id, name: `Run ${id}`, shown: true, begun: id, written: id, steps: 1, setups: [], ...changes });

  it('those that nobody named go, the one written longest ago first, and a note says so', async () => {
    const { archive, heads } = fakeArchive();
    for (let id = 1; id <= keptLimits.runs; id += 1) heads.set(`key ${id}`, head(id, id === 1 ? { name: 'mine' } : {}));
    const { history, keeper, kept } = visit(archive);
    history.append(records(0, 1));
    await keeper.save();
    expect([heads.size, heads.has('key 1'), heads.has('key 2')]).toEqual([keptLimits.runs, true, false]);
    expect(kept().notes).toEqual(['No longer kept: Run 2. There is room for 50 runs or 200 MB; those without a name of yours go first.']);
  });

  it('a long run makes as much as it needs', async () => {
    const { archive, heads } = fakeArchive();
    const steps = Math.floor(keptLimits.bytes / stepBytes / 3);
    for (let id = 1; id <= 3; id += 1) heads.set(`key ${id}`, head(id, { steps }));
    const { history, keeper } = visit(archive);
    history.append(records(0, 10));
    await keeper.save();
    expect([...heads.keys()].slice(0, 2)).toEqual(['key 2', 'key 3']);
  });

  it('where all have names the new run waits until one is removed', async () => {
    const { archive, heads, writes } = fakeArchive();
    for (let id = 1; id <= keptLimits.runs; id += 1) heads.set(`key ${id}`, head(id, { name: `mine ${id}` }));
    const { history, keeper, kept } = visit(archive);
    history.append(records(0, 1));
    await keeper.save();
    keeper.leave();
    expect(writes).toEqual([]);
    expect(kept().notes).toEqual(['Run 1 is kept up to 0 steps: there is room for 50 runs or 200 MB, and all others have names. Remove some.']);
    heads.delete('key 7');
    history.append(records(1, 2));
    await keeper.save();
    expect(writes).toEqual(['create 0']);
  });
});

it('where the browser keeps nothing the history goes on, the reason is told, and what comes later is kept again', async () => {
  const { archive, fake, writes } = fakeArchive();
  fake.failure = 'blocked';
  const { history, keeper, kept } = visit(archive);
  await keeper.restore();
  expect(kept()).toMatchObject({ reading: false, problem: 'blocked' });
  history.append(records(0, 3));
  keeper.leave();
  await keeper.save();
  history.remove(1);
  await keeper.forgetAll();
  expect(kept().problem).toBe('blocked');
  history.append(records(0, 3));
  expect(history.present()!.data.steps).toEqual([0, 1, 2]);
  fake.failure = null;
  await keeper.save();
  expect(kept().problem).toBeNull();
  expect(writes).toEqual(['create 0']);
});
