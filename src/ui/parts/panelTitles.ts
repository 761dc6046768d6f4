// The panels by their titles, in the order in which the page links to them. A panel's title is also
// its region's name, and makes its place in the address.

export const panelTitles = [
  'Transfer', 'Training', 'Probe timeline', 'Training set', 'Curves', 'Interpolation', 'Swap matrix', 'Person studio', 'Transfer scores', 'Weights', 'Benchmark',
] as const;
export type PanelTitle = (typeof panelTitles)[number];

/** The `id` of a panel's element. */
export const panelId = (title: PanelTitle): string => title.toLowerCase().replaceAll(' ', '-');
