// Keeps probes, draws them when they are due, and looks back. Surprise: the step of a picture is the
// one that the engine names with its answer, since steps go on while it is asked.

import { messageOf } from './errors';
import type { Joint } from './joint';
import { createLatestWins } from './latestWins';
import { fits } from './pictures';
import { addFrame, maxProbes, noProbes, toBytes, type Probe, type ProbesState } from './probes';

const nextDue = (step: number, every: number) => (Math.floor(step / every) + 1) * every;

export function createProbeActions({ engine, store }: Pick<Joint, 'engine' | 'store'>) {
  const set = (change: Partial<ProbesState>) => store.setState(({ probes }) => ({ probes: { ...probes, ...change } }));
  let ids = 0;
  /** No picture before this step, except of a probe that has none. */
  let due = 0;

  async function drawOne(probe: Probe): Promise<void> {
    const { config } = store.getState();
    const { image, step } = await engine.forward({ face: probe.face.values, expression: probe.expression.values, noiseSeed: probe.noiseSeed });
    const { list } = store.getState().probes;
    if (store.getState().config !== config) return; // other weights came meanwhile
    set({ list: list.map((entry) => (entry.id === probe.id ? { ...entry, frames: addFrame(entry.frames, { step, bytes: toBytes(image) }) } : entry)) });
  }

  const drawing = createLatestWins(async () => {
    const { probes: { list, every }, status, config } = store.getState();
    const wanted = status.step >= due ? list : list.filter(({ frames }) => frames.length === 0);
    if (status.step >= due) due = nextDue(status.step, every);
    try {
      await Promise.all(wanted.map(drawOne));
      set({ error: null });
    } catch (error) {
      if (store.getState().config === config) set({ error: `The probes could not be drawn: ${messageOf(error)}` });
    }
  });

  /** Other weights: what was drawn is of no use, and pairs of another size cannot be drawn. */
  function startAnew(): void {
    const { config, probes } = store.getState();
    due = 0;
    set({ shown: null, error: null, list: probes.list.filter(({ face }) => config && fits(face, config)).map((probe) => ({ ...probe, frames: [] })) });
    if (store.getState().probes.list.length > 0) drawing.request();
  }

  /** The run went back: what was drawn later belongs to weights that are gone. */
  function forgetAfter(step: number): void {
    const { list, every } = store.getState().probes;
    if (!list.some(({ frames }) => (frames.at(-1)?.step ?? 0) > step)) return;
    due = nextDue(step, every);
    set({ shown: null, list: list.map((probe) => ({ ...probe, frames: probe.frames.filter((frame) => frame.step <= step) })) });
  }

  engine.subscribe((event) => {
    if (event.kind === 'model') startAnew();
    if (event.kind === 'training') forgetAfter(event.status.step);
    const { probes, status } = store.getState();
    if (event.kind === 'steps' && probes.list.length > 0 && status.step >= due) drawing.request();
  });

  return {
    /** The pair in the transfer's slots, with the noise as it is locked now. */
    keepProbe(): void {
      const { slots: { face, expression }, probes, noiseSeed, config } = store.getState();
      const [faceImage, expressionImage] = [face.image, expression.image];
      const usable = config && faceImage && expressionImage && fits(faceImage.picture, config) && fits(expressionImage.picture, config);
      if (!usable || probes.list.length >= maxProbes) return;
      const probe: Probe = {
        id: ++ids, name: `${faceImage.name} + ${expressionImage.name}`, noiseSeed,
        face: faceImage.picture, expression: expressionImage.picture, frames: [],
      };
      set({ list: [...probes.list, probe] });
      drawing.request();
    },
    removeProbe(id: number): void {
      const { probes } = store.getState();
      const list = probes.list.filter((probe) => probe.id !== id);
      set(list.length === 0 ? { ...noProbes, every: probes.every } : { list });
    },
    /** @param every a whole number of steps, 1 or more */
    setProbeInterval(every: number): void {
      set({ every });
      due = nextDue(store.getState().status.step, every);
    },
    /** Looks at the probes as they were at `step`; null for the newest. */
    showProbesAt: (shown: number | null): void => set({ shown }),
  };
}
