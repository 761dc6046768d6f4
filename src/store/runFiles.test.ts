// Runs come back from their files as they were, to the last digit; a file that is wrong anywhere
// is refused with the place.

import { describe, expect, it } from 'vitest';
import { presets } from '../config';
import { generatorWeights, stepMeasures } from '../metrics';
import { appendRecord, emptyRunData } from './runData';
import { readRuns, toCsv, toJson } from './runFiles';
import { setupDifference, type RunSetup } from './runSetup';
import type { RunDraft } from './runTable';

const { config, training } = presets.tiny;
const setup: RunSetup = { backend: 'wasm', preset: 'tiny', modelSeed: 7, weights: '', dataset: 'a, "b"', config, training };

function run(name: string, seed: number): RunDraft {
  const data = emptyRunData();
  const weights = generatorWeights(training);
  appendRecord(data, { step: 3, epoch: 0.1, durationMs: 100 / 3, weights, terms: { gTotal: seed / 3, dExpression: 1e-17 }, measures: { faceAccuracy: 0.75, expressionEffect: seed / 7 } });
  appendRecord(data, { step: 5, epoch: 0.2, durationMs: 1, weights, terms: { gTotal: NaN, mExpression: Infinity } });
  return { name, setups: [{ step: 3, setup }, { step: 5, setup: { ...setup, training: { ...training, batchSize: 8 } } }], data };
}

const runs = [run('Run 1, "first"\nline', 1), run('second', 2)];

describe.each([['JSON', toJson], ['CSV', toCsv]] as const)('as %s', (_, write) => {
  it('runs come back as they were', () => {
    expect(readRuns(write(runs), 'curves')).toEqual(runs);
  });

  it('what is cut off is refused', () => {
    const text = write(runs);
    expect(() => readRuns(text.slice(0, text.length - 20), 'curves')).toThrow(/^curves/);
  });
});

describe('a file from before there were measures', () => {
  const without = runs.map(({ data, ...run }) => {
    const terms = { ...data.terms, ...Object.fromEntries(stepMeasures.map((measure) => [measure, { rows: [], values: [] }])) };
    return { ...run, data: { ...data, terms } };
  });

  it('as JSON is read', () => {
    const file = JSON.parse(toJson(runs)) as { runs: { columns: Record<string, unknown[]> }[] };
    for (const { columns } of file.runs) for (const measure of stepMeasures) delete columns[measure];
    expect(readRuns(JSON.stringify(file), 'old.json')).toEqual(without);
  });

  it('as CSV is read, and one with other columns is not', () => {
    const cut = (fields: number) => toCsv(runs).split('\n').map((line) =>
      (line.startsWith('#') || line === '' ? line : line.split(',').slice(0, -fields).join(','))).join('\n');
    expect(readRuns(cut(stepMeasures.length), 'old.csv')).toEqual(without);
    expect(() => readRuns(cut(1), 'x.csv')).toThrow('x.csv has other columns than: run,step,');
  });
});

describe('readRuns refuses', () => {
  const changed = (change: (table: { columns: Record<string, unknown[]>; setups: { setup: Record<string, unknown> }[]; weights: unknown }) => void) => {
    const file = JSON.parse(toJson(runs)) as { runs: Parameters<typeof change>[0][] };
    change(file.runs[1]!);
    return () => readRuns(JSON.stringify(file), 'x.json');
  };

  it('what is no file of curves, saying what to choose', () => {
    expect(() => readRuns('hello', 'x.txt')).toThrow('x.txt holds no curves. Choose a CSV or JSON file that was exported here.');
    expect(() => readRuns('{"format":"other"}', 'x.json')).toThrow('x.json holds no curves.');
    expect(() => readRuns('{', 'x.json')).toThrow('x.json is no complete JSON.');
    expect(() => readRuns(toJson(runs).replace('"version":1', '"version":2'), 'x.json')).toThrow('has version 2 of the format; this page reads version 1');
  });

  it('columns that are missing, short, unordered or no numbers, by name', () => {
    expect(changed(({ columns }) => delete columns.gFace)).toThrow('x.json, run 2: the column gFace of second is missing.');
    expect(changed(({ columns }) => columns.faceAccuracy!.pop())).toThrow('x.json, run 2: the column faceAccuracy of second has 1 values, not 2.');
    expect(changed(({ columns }) => columns.gFace!.pop())).toThrow('x.json, run 2: the column gFace of second has 1 values, not 2.');
    expect(changed(({ columns }) => columns.gFace!.splice(0, 1, 'nan'))).toThrow('x.json, run 2: the column gFace of second has a value that is no number: "nan".');
    expect(changed(({ columns }) => columns.step!.reverse())).toThrow('x.json, run 2: its steps must be whole numbers that rise.');
    expect(changed(({ columns }) => columns.seconds!.splice(0, 1, null))).toThrow('x.json, run 2: the column seconds of second has an empty place.');
  });

  it('settings and weights that are incomplete', () => {
    expect(changed(({ setups }) => delete setups[0]!.setup.config)).toThrow(/x.json, run 2: /);
    expect(changed(({ setups }) => (setups[0]!.setup.training = { dropout: 2 }))).toThrow('x.json, run 2: settings.dropout must be a number from 0 to 0.99, not 2.');
    expect(changed((table) => (table.weights = [{ row: 0 }]))).toThrow('x.json, run 2: the weights of the generator’s terms are incomplete.');
  });

  it('a line of a CSV that is no step, by its number', () => {
    expect(() => readRuns(toCsv(runs).replace('\n1,5,', '\n1,five,'), 'x.csv')).toThrow('x.csv: line 6 is no step of a run ("five" is no number).');
    expect(() => readRuns(toCsv(runs).replace('\n2,5,', '\n3,5,'), 'x.csv')).toThrow('x.csv: line 8 is no step of a run.');
  });
});

describe('setupDifference', () => {
  it('names every setting that differs, with both values, and nothing else', () => {
    const other: RunSetup = { ...setup, modelSeed: 2, training: { ...training, learningRates: { ...training.learningRates, generator: 4e-4 }, batchSize: 8 } };
    expect(setupDifference(other, setup)).toBe('modelSeed 2 (7), learningRates.generator 0.0004 (0.0001), batchSize 8 (4)');
    expect(setupDifference(setup, { ...setup })).toBe('');
  });

  it('names a model by its preset, and by its sizes only where it has none', () => {
    const own: RunSetup = { ...setup, preset: 'own', config: { ...config, fcWidth: 64 } };
    expect(setupDifference({ ...setup, preset: 'paper', config: presets.paper.config }, setup)).toBe('preset paper (tiny)');
    expect(setupDifference(own, { ...own, config })).toBe('fcWidth 64 (32)');
  });
});
