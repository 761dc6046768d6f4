// The paper's networks as the page names and colors them: the symbol stands wherever the color
// does, so color is never alone. The shades themselves live in tokens.css.

export type NetworkName = 'face' | 'expression' | 'decoder' | 'classifier' | 'head';

export const networks: Record<NetworkName, { symbol: string; title: string }> = {
  face: { symbol: 'E_f', title: 'face branch' },
  expression: { symbol: 'E_e', title: 'expression branch' },
  decoder: { symbol: 'D_g', title: 'decoder' },
  classifier: { symbol: 'M_ER', title: 'expression classifier' },
  head: { symbol: 'D', title: 'discriminators' },
};

/** The custom property that holds a network's color, for style attributes and canvases. */
export const networkColor = (network: NetworkName): string => `var(--network-${network})`;
