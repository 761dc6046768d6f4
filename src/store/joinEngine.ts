// The one place where engine, studio and store are joined: engine events flow in, and the page's
// actions come out, each a call of engine or studio whose result or error becomes state.

import { createStore } from 'zustand/vanilla';
import type { PresetName } from '../config';
import { createBenchmarkActions } from './benchmarkActions';
import { createDatasetActions } from './datasetActions';
import { createDemoActions } from './demoActions';
import { messageOf } from './errors';
import { createEvaluationActions } from './evaluationActions';
import { createHealthActions } from './healthActions';
import { createGridActions } from './gridActions';
import { createImageActions } from './imageActions';
import { createInference } from './inference';
import { exclusively, redraw, report, type AppStore, type Joint } from './joint';
import { createModelActions } from './modelActions';
import { createProbeActions } from './probeActions';
import { createNoiseActions } from './noiseActions';
import { createPadActions } from './padActions';
import { receive } from './receive';
import type { BlockName } from './figure';
import { initialState, type Axis } from './state';
import { createSetImageActions } from './setImageActions';
import { createSlowMotionActions } from './slowMotionActions';
import { createStudioActions } from './studioActions';
import { createSwapActions } from './swapActions';
import { createSwapImages } from './swapImages';
import { createTrainingBarActions } from './trainingBarActions';

export const createAppStore = (): AppStore => createStore(() => initialState);

export type Actions = ReturnType<typeof joinEngine>;

export function joinEngine(parts: Omit<Joint, 'inference'>) {
  const { engine, store } = parts;
  const joint: Joint = { ...parts, inference: createInference(parts) };
  const { makeModel, ...modelActions } = createModelActions(joint);
  let modelMade: Promise<void> = new Promise(() => undefined);
  const { refitSlots, giveSlot, isUntouched, ...imageActions } = createImageActions(joint, () => modelMade);
  const { receiveDataset, loadDroppedAgain, loadDemoSet, addImages, loadDataset } = createDatasetActions(joint, () => modelMade);
  const { refitSwapImages, ...swapImages } = createSwapImages(joint, () => modelMade);
  const { prepareStudio, ...studioActions } = createStudioActions(joint, { giveSlot, addImages });

  engine.subscribe((event) => {
    receive(joint, event);
    if (event.kind === 'model') {
      void refitSlots();
      void refitSwapImages();
    }
    if (event.kind === 'dataset') receiveDataset(event.branch, event.report);
  });

  return {
    ...modelActions,
    ...imageActions,
    ...studioActions,
    ...createDemoActions(joint, { giveSlot, isUntouched, loadDemoSet }),
    ...createBenchmarkActions(joint),
    ...createEvaluationActions(joint),
    ...createTrainingBarActions(joint),
    ...createGridActions(joint),
    ...createPadActions(joint),
    ...createSetImageActions(joint, { giveSlot }),
    ...createNoiseActions(joint),
    ...swapImages,
    ...createSwapActions(joint),
    ...createHealthActions(joint),
    ...createSlowMotionActions(joint),
    ...createProbeActions(joint),
    loadDataset,
    report: (message: string) => report(store, message),
    dismissAlert(id: number): void {
      store.setState(({ alerts }) => ({ alerts: alerts.filter((alert) => alert.id !== id) }));
    },
    /** Waits for the device and makes the first model; rejects, after telling the page, where either fails. */
    async start(preset: PresetName, seed: number): Promise<void> {
      prepareStudio(seed);
      modelMade = engine.device().then((device) => {
        store.setState({ device });
        return makeModel(preset, seed);
      });
      try {
        await modelMade;
      } catch (error) {
        store.setState({ failure: `The engine could not start: ${messageOf(error)}` });
        throw error;
      } finally {
        store.setState({ activity: null, progress: null });
      }
    },
    newModel: (preset: PresetName, seed: number) => exclusively(store, 'creating', async () => {
      await makeModel(preset, seed);
      await loadDroppedAgain();
    }),
    /** Shows the feature maps of a block, or of none. */
    openBlock(open: BlockName | null): void {
      store.setState(({ figure: { maps } }) => ({ figure: { open, maps: open === null ? null : maps } }));
      if (open !== null) joint.inference.transfer.request();
    },
    setAlpha(axis: Axis, alpha: number): void {
      store.setState(({ alphas }) => ({ alphas: { ...alphas, [axis]: alpha } }));
      joint.inference.interpolate.request();
    },
    setNoiseSeed(noiseSeed: number): void {
      store.setState({ noiseSeed });
      redraw(joint);
    },
    compareWithTruth(wanted: boolean): void {
      store.setState(({ truth }) => ({ truth: { ...truth, wanted } }));
      joint.inference.compare.request();
    },
    drawStrips: joint.inference.drawStrips,
  };
}
