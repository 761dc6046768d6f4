// How the camera and the light may stand: what a photographer who asks for a portrait gets.

import { normals, streams, uniforms } from '../random';
import type { View } from './studio';

/** A view out of a seed: heads turned by some ten degrees, light from anywhere in front. */
export function createView(seed: number): View {
  const turns = normals({ seed, step: 0, stream: streams.view }, 4, 1);
  const draws = uniforms({ seed, step: 1, stream: streams.view }, 4);
  const turned = (index: number, deviation: number, most: number) => Math.max(-most, Math.min(most, turns[index]! * deviation));
  const rounded = (value: number, digits: number) => Number(value.toFixed(digits));
  return {
    yaw: rounded(turned(0, 11, 28), 1),
    pitch: rounded(turned(1, 6, 14), 1),
    roll: rounded(turned(2, 4, 10), 1),
    zoom: rounded(1 + turned(3, 0.03, 0.06), 3),
    light: {
      azimuth: rounded(-60 + 120 * draws[0]!, 0),
      elevation: rounded(5 + 50 * draws[1]!, 0),
      strength: rounded(0.85 + 0.35 * draws[2]!, 2),
    },
    background: rounded(0.25 + 0.6 * draws[3]!, 2),
  };
}
