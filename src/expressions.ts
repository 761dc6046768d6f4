// The seven expression classes in the one order that labels, logits, bars and files use
// everywhere: RAF-DB's 1..7, which is also the published model's output order.

export const expressionNames = [
  'surprise', 'fear', 'disgust', 'happiness', 'sadness', 'anger', 'neutral',
] as const;

export type ExpressionName = (typeof expressionNames)[number];

/** Folder names under which the field's data sets file each class, besides the class's own name. */
const folderNames: Record<ExpressionName, readonly string[]> = {
  surprise: ['surprised', 'su', '1'],
  fear: ['fearful', 'afraid', 'fe', '2'],
  disgust: ['disgusted', 'di', '3'],
  happiness: ['happy', 'joy', 'smile', 'ha', '4'],
  sadness: ['sad', 'sa', '5'],
  anger: ['angry', 'an', '6'],
  neutral: ['normal', 'ne', '7'],
};

/**
 * The class that a folder name stands for (case and surrounding space do not matter; RAF-DB's
 * numbers 1..7 count), or null where it names none.
 */
export function expressionOfFolder(folder: string): ExpressionName | null {
  const name = folder.trim().toLowerCase();
  return expressionNames.find((e) => e === name || folderNames[e].includes(name)) ?? null;
}
