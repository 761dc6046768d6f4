// The numbers of a scene that have a slider, in the groups in which the studio shows them: range, unit,
// where they rest, and how they are read and changed.

import { frontView, type Scene, type View } from '../../people/studio';

export interface SceneField {
  id: string;
  label: string;
  /** What the ends of the slider are. */
  hint: string;
  range: readonly [low: number, high: number, step: number];
  /** Where Reset puts it. */
  rest: number;
  format: (value: number) => string;
  read: (scene: Scene) => number;
  change: (value: number) => (scene: Scene) => Scene;
}

export interface SceneGroup {
  title: string;
  fields: SceneField[];
}

type Shown = Pick<SceneField, 'id' | 'label' | 'hint' | 'range' | 'format'>;

const degrees = (value: number) => `${value.toFixed(0).replace('-', '−')}°`;
const factor = (value: number) => value.toFixed(2);

function viewField(key: Exclude<keyof View, 'light'>, shown: Shown): SceneField {
  return {
    ...shown,
    rest: frontView[key],
    read: ({ view }) => view[key],
    change: (value) => (scene) => ({ ...scene, view: { ...scene.view, [key]: value } }),
  };
}

function lightField(key: keyof View['light'], shown: Shown): SceneField {
  return {
    ...shown,
    rest: frontView.light[key],
    read: ({ view }) => view.light[key],
    change: (value) => (scene) => ({ ...scene, view: { ...scene.view, light: { ...scene.view.light, [key]: value } } }),
  };
}

/** 1 is the full expression. */
export const strengthField: SceneField = {
  id: 'strength', label: 'Strength', hint: 'at rest to more than full', range: [0, 1.3, 0.05], rest: 1, format: factor,
  read: ({ expression }) => expression.strength,
  change: (strength) => (scene) => ({ ...scene, expression: { ...scene.expression, strength } }),
};

export const sceneGroups: SceneGroup[] = [
  {
    title: 'Head',
    fields: [
      viewField('yaw', { id: 'yaw', label: 'Turn', hint: 'to their right, to their left', range: [-45, 45, 1], format: degrees }),
      viewField('pitch', { id: 'pitch', label: 'Nod', hint: 'down, up', range: [-30, 30, 1], format: degrees }),
      viewField('roll', { id: 'roll', label: 'Lean', hint: 'to their right, to their left', range: [-30, 30, 1], format: degrees }),
      viewField('zoom', { id: 'zoom', label: 'Zoom', hint: 'far, near', range: [0.5, 2, 0.05], format: factor }),
    ],
  },
  {
    title: 'Light and background',
    fields: [
      lightField('azimuth', { id: 'light-azimuth', label: 'Light, side', hint: 'left, right', range: [-90, 90, 5], format: degrees }),
      lightField('elevation', { id: 'light-elevation', label: 'Light, height', hint: 'below the eyes, above them', range: [-30, 80, 5], format: degrees }),
      lightField('strength', { id: 'light-strength', label: 'Light, strength', hint: 'dim, bright', range: [0.3, 2, 0.05], format: factor }),
      viewField('background', { id: 'background', label: 'Background', hint: 'black, white', range: [0, 1, 0.05], format: factor }),
    ],
  },
];
