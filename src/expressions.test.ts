// The order of the seven classes is a fact of the published model and of RAF-DB; folder names of
// the usual data sets must lead to it.

import { describe, expect, it } from 'vitest';
import { expressionNames, expressionOfFolder } from './expressions';

describe('expressions', () => {
  it('stand in RAF-DB\'s order 1..7', () => {
    expect(expressionNames).toEqual(['surprise', 'fear', 'disgust', 'happiness', 'sadness', 'anger', 'neutral']);
    expressionNames.forEach((name, i) => expect(expressionOfFolder(String(i + 1))).toBe(name));
  });

  it('are known by their own names and by those of the usual data sets', () => {
    for (const name of expressionNames) expect(expressionOfFolder(name)).toBe(name);
    const others = { surprised: 'surprise', afraid: 'fear', fearful: 'fear', disgusted: 'disgust', happy: 'happiness', Sad: 'sadness', ' ANGRY ': 'anger', Normal: 'neutral', NE: 'neutral', su: 'surprise' };
    for (const [folder, name] of Object.entries(others)) expect(expressionOfFolder(folder)).toBe(name);
  });

  it('are not guessed', () => {
    for (const folder of ['', '0', '8', '01', 'contempt', 'happyish', 'sur', 'constructor', 'happy sad']) {
      expect(expressionOfFolder(folder), folder).toBe(null);
    }
  });

  it('no name stands for two classes', () => {
    const known = ['surprised', 'fearful', 'afraid', 'disgusted', 'happy', 'joy', 'smile', 'sad', 'angry', 'normal', 'su', 'fe', 'di', 'ha', 'sa', 'an', 'ne'];
    expect(known.map(expressionOfFolder)).toEqual([
      'surprise', 'fear', 'fear', 'disgust', 'happiness', 'happiness', 'happiness', 'sadness', 'anger', 'neutral',
      'surprise', 'fear', 'disgust', 'happiness', 'sadness', 'anger', 'neutral',
    ]);
  });
});
