// One picture as the networks see it or draw it.

/** [S,S,C] in [0, 1]. */
export interface Picture {
  values: Float32Array;
  size: number;
  channels: number;
}
