// The one place where engine and store meet: engine events become state, and every action of the
// page is a call of the engine whose result or error becomes state. Surprise: no action throws;
// a person who clicks has nobody to catch it.

import { createStore, type StoreApi } from 'zustand/vanilla';
import { presets, type PresetName } from '../config';
import type { Branch, EngineEvent, EngineHandle, ImageFile, TrainingStatus } from '../engine/engine';
import { messageOf } from './errors';
import type { History } from './history';
import { createInference } from './inference';
import { fits, toPicture } from './pictures';
import { initialState, slotNames, type Activity, type AppState, type Axis, type SettingsChange, type SlotName } from './state';

export type AppStore = StoreApi<AppState>;

export const createAppStore = (): AppStore => createStore(() => initialState);

export type Actions = ReturnType<typeof joinEngine>;

export function joinEngine(engine: EngineHandle, store: AppStore, history: History) {
  const { getState, setState } = store;
  const inference = createInference(engine, store);
  /** The files of the present training set: a model of another size needs them decoded again. */
  const datasetFiles: Partial<Record<Branch, ImageFile[]>> = {};
  const slotTurns: Record<SlotName, number> = { face: 0, expression: 0, secondFace: 0, secondExpression: 0 };
  let alertCount = 0;

  function report(message: string): void {
    if (getState().alerts.some((alert) => alert.message === message)) return;
    alertCount += 1;
    const id = alertCount;
    setState(({ alerts }) => ({ alerts: [...alerts, { id, message }] }));
  }

  function redraw(): void {
    inference.transfer.request();
    inference.interpolate.request();
  }

  function setStatus(status: TrainingStatus): void {
    const before = getState().status;
    setState({ status });
    if (status.step < before.step) setState({ latest: null });
    if (status.step < before.step && status.step === 0) history.clear();
    if (status.state !== 'warming' && before.state === 'warming') setState({ progress: null });
    if (status.state === 'idle' && (status.step !== before.step || before.state !== 'idle')) redraw();
  }

  function receive(event: EngineEvent): void {
    switch (event.kind) {
      case 'progress': {
        const { task, done, total } = event;
        setState({ progress: done < total ? { task, done, total } : null });
        return;
      }
      case 'training':
        setStatus(event.status);
        return;
      case 'steps':
        history.append(event.records);
        setState({ latest: event.records.at(-1) ?? getState().latest });
        inference.transfer.requestSparingly();
        return;
      case 'trainingFailed':
        report(`Training stopped: ${event.message}`);
        return;
      case 'deviceLost':
        setState({ failure: `The device was lost: ${event.message} Reload the page to go on; what was not saved is gone.` });
    }
  }

  /** Runs `work` while nothing else may change the model; what it throws becomes an alert. */
  async function exclusively(activity: Activity, work: () => Promise<void>): Promise<void> {
    setState({ activity });
    try {
      await work();
    } catch (error) {
      report(messageOf(error));
    } finally {
      setState({ activity: null, progress: null });
    }
  }

  async function make(preset: PresetName, seed: number): Promise<void> {
    const before = getState().config;
    const { config, training } = presets[preset];
    const parameters = await engine.create(config, { seed });
    const settings = await engine.setTraining({ ...training, seed });
    history.clear();
    setState({ parameters, config, training: settings, latest: null, weights: { report: null, error: null }, strips: initialState.strips });
    setStatus(await engine.status());
    if (before && JSON.stringify(before) !== JSON.stringify(config)) await adaptImages();
    redraw();
  }

  /** Decodes again what was decoded for a model of another size. */
  async function adaptImages(): Promise<void> {
    await Promise.all(slotNames.map((name) => {
      const image = getState().slots[name].image;
      return image && !fits(image.picture, getState().config!) ? fillSlot(name, image.source, image.name) : undefined;
    }));
    for (const branch of ['face', 'expression'] as const) {
      const files = datasetFiles[branch];
      if (files) await loadDataset(branch, files);
    }
  }

  function updateSlot(name: SlotName, change: Partial<AppState['slots'][SlotName]>): void {
    setState(({ slots }) => ({ slots: { ...slots, [name]: { ...slots[name], ...change } } }));
  }

  async function fillSlot(name: SlotName, source: Blob, fileName: string): Promise<void> {
    const turn = ++slotTurns[name];
    updateSlot(name, { reading: true, error: null });
    try {
      const config = getState().config;
      if (!config) throw new Error('There is no model yet; give the image again in a moment.');
      const picture = toPicture(await engine.prepareImage(source), config);
      if (turn !== slotTurns[name]) return;
      updateSlot(name, { reading: false, image: { name: fileName, source, picture } });
      redraw();
    } catch (error) {
      if (turn === slotTurns[name]) updateSlot(name, { reading: false, error: `${fileName}: ${messageOf(error)}` });
    }
  }

  function updateDataset(branch: Branch, change: Partial<AppState['datasets'][Branch]>): void {
    setState(({ datasets }) => ({ datasets: { ...datasets, [branch]: { ...datasets[branch], ...change } } }));
  }

  async function loadDataset(branch: Branch, files: ImageFile[]): Promise<void> {
    updateDataset(branch, { loading: true, error: null });
    try {
      const loaded = await engine.loadDataset(branch, files);
      datasetFiles[branch] = files;
      updateDataset(branch, { loading: false, report: loaded });
    } catch (error) {
      updateDataset(branch, { loading: false, error: messageOf(error) });
    }
    setState({ progress: null });
  }

  async function attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      report(messageOf(error));
    }
  }

  engine.subscribe(receive);

  return {
    report,
    dismissAlert(id: number): void {
      setState(({ alerts }) => ({ alerts: alerts.filter((alert) => alert.id !== id) }));
    },
    /** Waits for the device and makes the first model; rejects, after telling the page, where either fails. */
    async start(preset: PresetName, seed: number): Promise<void> {
      try {
        setState({ device: await engine.device() });
        await make(preset, seed);
      } catch (error) {
        setState({ failure: `The engine could not start: ${messageOf(error)}` });
        throw error;
      } finally {
        setState({ activity: null, progress: null });
      }
    },
    newModel: (preset: PresetName, seed: number) => exclusively('creating', () => make(preset, seed)),
    fillSlot,
    refuseSlot(name: SlotName, message: string): void {
      updateSlot(name, { error: message });
    },
    clearSlot(name: SlotName): void {
      slotTurns[name] += 1;
      updateSlot(name, { image: null, reading: false, error: null });
      setState({ strips: initialState.strips });
      redraw();
    },
    loadDataset,
    train: (steps?: number) => attempt(() => engine.train(steps === undefined ? {} : { steps })),
    pause: () => attempt(async () => setStatus(await engine.pause())),
    reset: () => exclusively('resetting', async () => {
      setState({ parameters: await engine.reset() });
      history.clear();
      setState({ latest: null, strips: initialState.strips });
      setStatus(await engine.status());
      redraw();
    }),
    changeSettings: (change: SettingsChange) => attempt(async () => setState({ training: await engine.setTraining(change) })),
    setAlpha(axis: Axis, alpha: number): void {
      setState(({ alphas }) => ({ alphas: { ...alphas, [axis]: alpha } }));
      inference.interpolate.request();
    },
    setNoiseSeed(noiseSeed: number): void {
      setState({ noiseSeed });
      redraw();
    },
    drawStrips: inference.drawStrips,
    async loadWeights(files: readonly File[]): Promise<void> {
      await exclusively('loadingWeights', async () => {
        try {
          const buffers = await Promise.all(files.map(async (file) => [file.name, await file.arrayBuffer()] as const));
          const imported = await engine.loadWeights(Object.fromEntries(buffers));
          history.clear();
          setState({ latest: null, weights: { report: imported, error: null } });
          setStatus(await engine.status());
          redraw();
        } catch (error) {
          setState(({ weights }) => ({ weights: { ...weights, error: messageOf(error) } }));
        }
      });
    },
    /** The weights as one safetensors file; null where saving failed, which an alert then tells. */
    async saveWeights(): Promise<ArrayBuffer | null> {
      let saved: ArrayBuffer | null = null;
      await exclusively('savingWeights', async () => {
        saved = await engine.saveWeights();
      });
      return saved;
    },
  };
}
