// The whole page: opens it, holds it to the backend that a test asked for, and hands out one page
// object per panel.

import { expect, type Locator, type Page } from 'playwright/test';
import type { BackendName } from '../../src/engine/engine';
import type {} from '../../src/engine/scriptingInterface';
import { Around } from './around';
import { BenchmarkPanel } from './benchmarkPanel';
import { CurvesPanel } from './curvesPanel';
import { Figure } from './figure';
import { InterpolationPanel } from './interpolationPanel';
import { PersonStudio } from './personStudio';
import { ProbePanel } from './probePanel';
import { SwapMatrixPanel } from './swapMatrixPanel';
import { TrainingPanel } from './trainingPanel';
import { TrainingSetPanel } from './trainingSetPanel';
import { TransferPanel } from './transferPanel';
import { TransferScoresPanel } from './transferScoresPanel';
import { WeightsPanel } from './weightsPanel';

export class Playground {
  readonly trainingSet: TrainingSetPanel;
  readonly training: TrainingPanel;
  readonly weights: WeightsPanel;
  readonly transfer: TransferPanel;
  readonly figure: Figure;
  readonly interpolation: InterpolationPanel;
  readonly swap: SwapMatrixPanel;
  readonly curves: CurvesPanel;
  readonly benchmark: BenchmarkPanel;
  readonly studio: PersonStudio;
  readonly scores: TransferScoresPanel;
  readonly probes: ProbePanel;
  readonly around: Around;
  readonly device: Locator;
  readonly fallbackBanner: Locator;
  readonly backend: Locator;
  readonly preset: Locator;
  readonly seed: Locator;
  readonly newModel: Locator;
  /** What training the chosen model needs of memory and time. */
  readonly needs: Locator;
  readonly measureSpeed: Locator;
  /** Alerts of no panel. */
  readonly alerts: Locator;
  /** What ended everything, if anything did. */
  readonly failure: Locator;

  constructor(readonly page: Page) {
    const region = (name: string) => page.getByRole('region', { name, exact: true });
    this.trainingSet = new TrainingSetPanel(region('Training set'));
    this.training = new TrainingPanel(region('Training'));
    this.weights = new WeightsPanel(region('Weights'));
    this.transfer = new TransferPanel(region('Transfer'));
    this.figure = new Figure(region('Transfer'));
    this.interpolation = new InterpolationPanel(region('Interpolation'));
    this.swap = new SwapMatrixPanel(region('Swap matrix'));
    this.curves = new CurvesPanel(region('Curves'));
    this.benchmark = new BenchmarkPanel(region('Benchmark'));
    this.studio = new PersonStudio(region('Person studio'));
    this.scores = new TransferScoresPanel(region('Transfer scores'));
    this.probes = new ProbePanel(region('Probe timeline'));
    this.around = new Around(page);
    const banner = page.getByRole('banner');
    this.device = banner.getByRole('status', { name: 'Device' });
    this.fallbackBanner = page.getByRole('status', { name: 'Backend fallback' });
    this.backend = banner.getByRole('combobox', { name: 'Backend' });
    const model = banner.getByRole('form', { name: 'Model' });
    this.preset = model.getByRole('combobox', { name: 'Preset' });
    this.seed = model.getByRole('spinbutton', { name: 'Seed' });
    this.newModel = model.getByRole('button', { name: 'New model' });
    this.needs = model.getByRole('group', { name: 'What training needs' });
    this.measureSpeed = this.needs.getByRole('button', { name: 'Measure speed' });
    this.alerts = page.getByRole('button', { name: /^Dismiss/ }).locator('..');
    this.failure = page.getByRole('button', { name: 'Reload the page' }).locator('..');
  }

  dialog(name: string): Locator {
    return this.page.getByRole('dialog', { name });
  }
}

interface Opening {
  backend: BackendName;
  preset?: string;
  /** `none` starts empty; `set` as a first visit does. */
  demo?: 'none' | 'set';
  /** As on a first visit, instead of as one who has seen it. */
  tour?: boolean;
  /** More of the address, from `&` on. */
  rest?: string;
}

/** Opens `/?…`, waits for the first model, and fails unless it computes on the backend asked for. */
export async function openPlayground(page: Page, { backend, preset = 'tiny', demo = 'none', tour = false, rest = '' }: Opening): Promise<Playground> {
  if (!tour) await page.addInitScript(() => localStorage.setItem('tdgan.tour', 'seen'));
  await page.goto(`/?backend=${backend}&preset=${preset}${demo === 'none' ? '&demo=none' : ''}${rest}`);
  await page.evaluate(() => window.tdgan.ready);
  const { fallbackReasons, ...device } = await page.evaluate(() => window.tdgan.device());
  expect(fallbackReasons).toEqual([]);
  expect(device.backend).toBe(backend);
  const playground = new Playground(page);
  // On a phone the set-up is folded away.
  const setup = page.getByRole('banner').getByRole('button', { name: /^Set-up/ });
  if (await setup.isVisible()) await setup.click();
  await expect(playground.backend).toHaveValue(backend);
  await expect(playground.fallbackBanner).toHaveCount(0);
  return playground;
}
