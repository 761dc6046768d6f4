// The arrows of the figure, drawn behind its blocks from where these stand, in the color of the network
// whose output they carry; while training runs, they flow. Surprise: they are measured anew whenever
// a block changes its size or place, so one list of edges serves every width of the page.

import { useLayoutEffect, useRef, useState } from 'react';
import { networkColor, type NetworkName } from '../networks';
import { useApp } from '../page';
import { connect, type Box } from './connect';

interface Edge {
  /** Names of places in the figure: `block-` and these are their classes. */
  from: string;
  to: string;
  network: NetworkName;
}

const edges: Edge[] = [
  { from: 'face', to: 'faceEncoder', network: 'face' },
  { from: 'expression', to: 'expressionEncoder', network: 'expression' },
  { from: 'faceEncoder', to: 'embedding', network: 'face' },
  { from: 'expressionEncoder', to: 'embedding', network: 'expression' },
  { from: 'noise', to: 'embedding', network: 'decoder' },
  { from: 'embedding', to: 'decoder', network: 'decoder' },
  { from: 'decoder', to: 'generated', network: 'decoder' },
  { from: 'generated', to: 'faceDiscriminator', network: 'decoder' },
  { from: 'generated', to: 'expressionDiscriminator', network: 'decoder' },
  { from: 'expressionEncoder', to: 'expressionClassifier', network: 'expression' },
];

interface Drawn extends Edge {
  line: string;
  head: string;
}

/** To be put into the figure as its first child. */
export function Connectors() {
  const svg = useRef<SVGSVGElement>(null);
  const [drawn, setDrawn] = useState<Drawn[]>([]);
  const running = useApp((state) => state.status.state === 'running');
  useLayoutEffect(() => {
    const figure = svg.current!.parentElement!;
    const place = (name: string) => figure.querySelector(`.block-${name}`)!;
    const names = [...new Set(edges.flatMap(({ from, to }) => [from, to]))];
    const measure = () => {
      const origin = figure.getBoundingClientRect();
      const boxes = new Map(names.map((name) => [name, boxOf(place(name), origin)]));
      setDrawn(edges.map((edge) => ({ ...edge, ...connect(boxes.get(edge.from)!, boxes.get(edge.to)!) })));
    };
    const watch = new ResizeObserver(measure);
    [figure, ...names.map(place)].forEach((element) => watch.observe(element));
    return () => watch.disconnect();
  }, []);
  return (
    <svg ref={svg} className={running ? 'connectors flowing' : 'connectors'} aria-hidden="true">
      {drawn.map(({ from, to, network, line, head }) => (
        <g key={`${from} ${to}`} style={{ color: networkColor(network) }}>
          <path className="connector" d={line} />
          <path d={head} />
        </g>
      ))}
    </svg>
  );
}

function boxOf(element: Element, origin: DOMRect): Box {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return { left: left - origin.left, right: right - origin.left, top: top - origin.top, bottom: bottom - origin.top };
}
