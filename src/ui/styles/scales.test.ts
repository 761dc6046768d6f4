// Holds every style sheet to the scales of tokens.css: one of type, one of spacing, one set of colors.
// Surprise: it reads the sheets as text, so it also sees rules that no page ever reaches.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

interface Declaration {
  property: string;
  value: string;
  line: number;
}

const folder = new URL('.', import.meta.url);
const sheets = readdirSync(folder).filter((name) => name.endsWith('.css') && name !== 'tokens.css');
const tokens = new Set(declarations(read('tokens.css')).map(({ property }) => property));

function read(name: string): string {
  return readFileSync(new URL(name, folder), 'utf8');
}

/** Of a sheet, comments left out; their lines are kept. */
function declarations(css: string): Declaration[] {
  const bare = css.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
  return [...bare.matchAll(/(?<=[{;]\s*)(-{0,2}[a-z][\w-]*)\s*:\s*([^;{}]+?)\s*(?=[;}])/g)].map(({ 1: property, 2: value, index }) => ({
    property: property!, value: value!, line: bare.slice(0, index).split('\n').length,
  }));
}

/** Lengths that stand for themselves, outside of any token. */
function ownLengths(value: string): string[] {
  return value.match(/(?<![\w.-])-?\d*\.?\d+(px|rem|em|ch|vw|vh|cqi)\b/g) ?? [];
}

const isSpacing = ({ property }: Declaration) => /^(gap|row-gap|column-gap|(padding|margin)(-[a-z-]+)?)$/.test(property);
const isColored = ({ property }: Declaration) => /color|background|^border|^outline|shadow|^fill$|^stroke$/.test(property);
/** A hairline is no space, and centers the thumb of a slider on its track. */
const hairline = (length: string) => length === '1px';

const wrong: Record<string, (declaration: Declaration) => boolean> = {
  'font sizes are of the type scale': ({ property, value }) => property === 'font-size' && !/^(var\(--text-\w+\)|inherit|0)$/.test(value),
  'spaces are of the spacing scale': (declaration) => isSpacing(declaration) && ownLengths(declaration.value).some((length) => !hairline(length)),
  'radii are tokens': ({ property, value }) => property === 'border-radius' && ownLengths(value).length > 0,
  'colors are tokens': (declaration) => isColored(declaration) && /#[\da-f]{3,8}\b|\b(rgba?|hsla?|oklch|white|black)\b/i.test(declaration.value),
};

describe.each(sheets)('%s', (name) => {
  test.each(Object.entries(wrong))('%s', (_, isWrong) => {
    const found = declarations(read(name)).filter(isWrong);
    expect(found.map(({ property, value, line }) => `${name}:${line} ${property}: ${value}`)).toEqual([]);
  });

  test('every token that it names exists', () => {
    const named = [...read(name).matchAll(/var\((--(?:text|space|radius|control|network|run|ledger)[\w-]*)/g)].map((match) => match[1]!);
    expect(named.filter((token) => !tokens.has(token))).toEqual([]);
  });
});

test('a declaration outside of the scales is found', () => {
  const sheet = declarations('/* a: 1px; */ a:hover { padding: 3px var(--space-1); font-size: 13px; color: #fff; border-radius: 4px } b { margin: 0 1px }');
  const found = Object.values(wrong).map((isWrong) => sheet.filter(isWrong).map(({ property }) => property));
  expect(found).toEqual([['font-size'], ['padding'], ['border-radius'], ['color']]);
});
