// Runs to files and back, as JSON or as CSV with the settings in comment lines. Both hold every
// digit, so that what comes back draws the same curves. Surprises: JSON knows no NaN and no
// Infinity, and a run that went wrong has them, so they are written as text; and files from before
// there were measures lack those columns.

import { fromTable, requiredColumns, tableColumns, toTable, type RunDraft, type RunTable, type TableColumn } from './runTable';

const formatName = 'tdgan-curves';
const formatVersion = 1;
const csvTitle = `# ${formatName} ${formatVersion}`;
const csvHeader = ['run', ...tableColumns].join(',');

export function toJson(runs: readonly RunDraft[]): string {
  const tables = runs.map((run) => {
    const table = toTable(run);
    return { ...table, columns: mapColumns(tableColumns, (column) => table.columns[column]!.map(textIfNotFinite)) };
  });
  return JSON.stringify({ format: formatName, version: formatVersion, runs: tables });
}

/** A title, one comment line of JSON per run, a header, one line per step; an empty field where a step had no value. */
export function toCsv(runs: readonly RunDraft[]): string {
  const tables = runs.map(toTable);
  const comments = tables.map(({ name, setups, weights }, index) => `# ${JSON.stringify({ run: index + 1, name, setups, weights })}`);
  const lines = tables.flatMap(({ columns }, index) => columns.step.map((_, row) =>
    [index + 1, ...tableColumns.map((column) => columns[column]![row] ?? '')].join(',')));
  return [csvTitle, ...comments, csvHeader, ...lines, ''].join('\n');
}

/**
 * Reads what `toJson` or `toCsv` wrote; which of them, the text itself says.
 * @throws Error saying what is wrong; then nothing was read
 */
export function readRuns(text: string, fileName: string): RunDraft[] {
  const start = text.trimStart();
  if (!start.startsWith('{') && !start.startsWith('#')) {
    throw new Error(`${fileName} holds no curves. Choose a CSV or JSON file that was exported here.`);
  }
  const tables = start.startsWith('{') ? readJson(text, fileName) : readCsv(text, fileName);
  if (tables.length === 0) throw new Error(`${fileName} holds no run.`);
  return tables.map((table, index) => fromTable(table, `${fileName}, run ${index + 1}`));
}

function readJson(text: string, fileName: string): RunTable[] {
  let content: { format?: unknown; version?: unknown; runs?: unknown };
  try {
    content = JSON.parse(text) as typeof content;
  } catch {
    throw new Error(`${fileName} is no complete JSON. Export the curves again.`);
  }
  if (content.format !== formatName || !Array.isArray(content.runs)) throw new Error(`${fileName} holds no curves. Choose a file that was exported here.`);
  if (content.version !== formatVersion) throw new Error(`${fileName} has version ${String(content.version)} of the format; this page reads version ${formatVersion}.`);
  return (content.runs as RunTable[]).map((table) => {
    const columns = table?.columns as Record<string, unknown> | undefined;
    return { ...table, columns: mapColumns(tableColumns, (column) => backToNumbers(columns?.[column])) as RunTable['columns'] };
  });
}

function readCsv(text: string, fileName: string): RunTable[] {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  if (lines[0] !== csvTitle) throw new Error(`${fileName} does not begin with "${csvTitle}". Choose a CSV that was exported here.`);
  const comments = lines.slice(1).filter((line) => line.startsWith('#'));
  const [header, ...rows] = lines.slice(1 + comments.length);
  const known = [tableColumns, requiredColumns].find((names) => ['run', ...names].join(',') === header);
  if (!known) throw new Error(`${fileName} has other columns than: ${csvHeader}.`);
  const tables = comments.map((line) => ({ ...readComment(line, fileName), columns: mapColumns(known, (): (number | null)[] => []) }));
  rows.forEach((row, index) => {
    const [run, ...fields] = row.split(',');
    const table = tables[Number(run) - 1];
    const numbers = fields.map((field) => (field === '' ? null : Number(field)));
    const wrong = fields.findIndex((field, place) => Number.isNaN(numbers[place]) && field !== 'NaN');
    if (!table || fields.length !== known.length || wrong >= 0) {
      throw new Error(`${fileName}: line ${index + 2 + comments.length + 1} is no step of a run${wrong >= 0 ? ` ("${fields[wrong]}" is no number)` : ''}.`);
    }
    known.forEach((column, place) => table.columns[column]!.push(numbers[place]!));
  });
  return tables;
}

function readComment(line: string, fileName: string): Omit<RunTable, 'columns'> {
  try {
    return JSON.parse(line.slice(1)) as Omit<RunTable, 'columns'>;
  } catch {
    throw new Error(`${fileName}: a comment line does not hold a run’s settings. Export the curves again.`);
  }
}

function mapColumns<T>(names: readonly TableColumn[], make: (column: TableColumn) => T): Record<TableColumn, T> {
  return Object.fromEntries(names.map((column) => [column, make(column)])) as Record<TableColumn, T>;
}

const textIfNotFinite = (value: number | null) => (value === null || Number.isFinite(value) ? value : String(value));

/** What is no column stays what it is; the table's check refuses it. */
function backToNumbers(column: unknown): (number | null)[] {
  if (!Array.isArray(column)) return column as (number | null)[];
  return column.map((value: unknown) => (typeof value === 'string' && ['NaN', 'Infinity', '-Infinity'].includes(value) ? Number(value) : value as number | null));
}
