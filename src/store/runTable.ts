// A run as a plain table, the form in which it leaves the page and comes back: one column per
// quantity, one place per step, null where a step had no value. Surprises: what comes back may have
// been made or changed by anyone, so every part of it is checked before any of it is used; and the
// columns of measures may be missing, for older runs have none.

import { mergeSettings, checkConfig, presets } from '../config';
import { generatorTerms, lossTerms, quantities, stepMeasures, type GeneratorWeights, type Quantity, type StepMeasure } from '../metrics';
import type { Run } from './history';
import { emptyRunData, type RunData } from './runData';
import type { RunSetup } from './runSetup';

/** Those that every run has. */
export const requiredColumns = ['step', 'epoch', 'seconds', ...lossTerms] as const;
export const tableColumns = [...requiredColumns, ...stepMeasures] as const;
export type TableColumn = (typeof tableColumns)[number];

export type RunDraft = Pick<Run, 'name' | 'setups' | 'data'>;

export interface RunTable extends Pick<Run, 'name' | 'setups'>, Pick<RunData, 'weights'> {
  columns: Record<(typeof requiredColumns)[number], (number | null)[]> & Partial<Record<StepMeasure, (number | null)[]>>;
}

export function toTable({ name, setups, data }: RunDraft): RunTable {
  const { steps, epochs, seconds, weights } = data;
  const termColumns = quantities.map((term): [Quantity, (number | null)[]] => {
    const column = new Array<number | null>(steps.length).fill(null);
    const { rows, values } = data.terms[term];
    rows.forEach((row, index) => (column[row] = values[index]!));
    return [term, column];
  });
  const columns = { step: steps, epoch: epochs, seconds, ...Object.fromEntries(termColumns) } as RunTable['columns'];
  return { name, setups, weights, columns };
}

/** @throws Error saying what is wrong with the table */
export function fromTable(table: RunTable, where: string): RunDraft {
  const wrong = (problem: string) => new Error(`${where}: ${problem}`);
  if (typeof table !== 'object' || table === null) throw wrong('it is no table.');
  if (typeof table.name !== 'string' || table.name.trim() === '') throw wrong('its name is missing.');
  if (!Array.isArray(table.setups)) throw wrong('its settings are missing.');
  table.setups.forEach(({ step, setup }) => checkSetup(step, setup, wrong));
  const data = emptyRunData();
  data.steps = fullColumn(table, 'step', wrong);
  data.epochs = fullColumn(table, 'epoch', wrong);
  data.seconds = fullColumn(table, 'seconds', wrong);
  if (data.steps.length === 0) throw wrong('it has no steps.');
  if (data.steps.some((step, row) => !Number.isInteger(step) || (row > 0 && step <= data.steps[row - 1]!))) throw wrong('its steps must be whole numbers that rise.');
  for (const axis of [data.epochs, data.seconds]) {
    if (axis.some((x, row) => !Number.isFinite(x) || (row > 0 && x < axis[row - 1]!))) throw wrong('its epochs and seconds must not fall.');
  }
  const present = stepMeasures.filter((measure) => table.columns[measure] !== undefined);
  for (const term of [...lossTerms, ...present]) {
    columnOf(table, term, wrong).forEach((value, row) => {
      if (value === null) return;
      data.terms[term].rows.push(row);
      data.terms[term].values.push(value);
    });
  }
  data.weights = checkedWeights(table.weights, data.steps.length, wrong);
  return { name: table.name, setups: table.setups, data };
}

type Wrong = (problem: string) => Error;

function columnOf({ columns, name }: RunTable, column: TableColumn, wrong: Wrong): (number | null)[] {
  const values: unknown = columns?.[column];
  if (!Array.isArray(values)) throw wrong(`the column ${column} of ${name} is missing.`);
  if (values.length !== columns.step?.length) throw wrong(`the column ${column} of ${name} has ${values.length} values, not ${columns.step?.length}.`);
  const bad = values.find((value) => value !== null && typeof value !== 'number') as unknown;
  if (bad !== undefined) throw wrong(`the column ${column} of ${name} has a value that is no number: ${JSON.stringify(bad)}.`);
  return values as (number | null)[];
}

function fullColumn(table: RunTable, column: TableColumn, wrong: Wrong): number[] {
  const values = columnOf(table, column, wrong);
  if (values.includes(null)) throw wrong(`the column ${column} of ${table.name} has an empty place.`);
  return values as number[];
}

function checkSetup(step: unknown, setup: RunSetup, wrong: Wrong): void {
  if (typeof step !== 'number' || typeof setup !== 'object' || setup === null) throw wrong('its settings are incomplete.');
  const texts = [setup.backend, setup.preset, setup.weights, setup.dataset];
  if (texts.some((text) => typeof text !== 'string') || typeof setup.modelSeed !== 'number') throw wrong('its settings lack the backend, preset, seed, weights or data set.');
  try {
    checkConfig(setup.config);
    mergeSettings(presets.paper.training, setup.training);
  } catch (error) {
    throw wrong((error as Error).message);
  }
}

function checkedWeights(weights: RunData['weights'], length: number, wrong: Wrong): RunData['weights'] {
  if (!Array.isArray(weights)) throw wrong('the weights of the generator’s terms are missing.');
  weights.forEach((change, index) => {
    const rises = Number.isInteger(change?.row) && change.row >= 0 && change.row < length && (index === 0 || change.row > weights[index - 1]!.row);
    if (!rises || !generatorTerms.every((term) => Number.isFinite((change.weights as GeneratorWeights | undefined)?.[term]))) {
      throw wrong('the weights of the generator’s terms are incomplete.');
    }
  });
  return weights;
}
