// The protocol between whoever wants to see a person and whoever draws one. A scene is a handful of
// numbers and says everything: equal scenes give equal pictures. Surprise: identity and expression
// are seeds, so "this person with that one's expression in this one's view", the true answer of a
// transfer, is one more scene.

import type { ExpressionName } from '../expressions';

/** How a face shows an expression. */
export interface SceneExpression {
  name: ExpressionName;
  /** 0 is the resting face, 1 the full expression; the demo set has 0.6 to 1.1. */
  strength: number;
  /** Of the small differences between two showings of one expression: an unsigned 32-bit integer. */
  seed: number;
}

/** Camera, light and background. Angles in degrees. */
export interface View {
  /** Head turned to its left (> 0), -45 to 45. */
  yaw: number;
  /** Head raised (> 0), -30 to 30. */
  pitch: number;
  /** Head leaning to its left shoulder (> 0), -30 to 30. */
  roll: number;
  /** 1 frames the face as the demo set does, larger is nearer; 0.5 to 2. */
  zoom: number;
  light: {
    /** Where the key light comes from: 0 is the camera, > 0 the right of the picture; -90 to 90. */
    azimuth: number;
    /** Above the eyes (> 0), -30 to 80. */
    elevation: number;
    /** 1 is the demo set's mean, 0.3 to 2. */
    strength: number;
  };
  /** Gray of the background, 0 to 1. */
  background: number;
}

export interface Scene {
  /** Seed of the person: an unsigned 32-bit integer. */
  identity: number;
  expression: SceneExpression;
  view: View;
}

/** What there is to say of a person in words. */
export interface IdentityDescription {
  sex: 'female' | 'male';
  age: 'young' | 'middle-aged' | 'old';
  skin: string;
  hair: string;
}

/** All methods reject with an Error whose message says what to do. */
export interface Studio {
  /**
   * Draws a scene in color.
   * @param size side of the square picture in pixels, 16 to 1024
   * @returns a PNG image
   */
  draw: (scene: Scene, size: number) => Promise<Blob>;
  describe: (identity: number) => Promise<IdentityDescription>;
  /** Frees the worker and its GPU memory; later calls start it anew. */
  dispose: () => void;
}

/** Straight ahead, lit as the demo set is in the mean. */
export const frontView: View = {
  yaw: 0, pitch: 0, roll: 0, zoom: 1, light: { azimuth: 25, elevation: 30, strength: 1 }, background: 0.55,
};
