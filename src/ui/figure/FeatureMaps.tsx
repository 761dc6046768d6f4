// Inside a block: the feature maps of the images above, channel by channel on one canvas, with mean,
// deviation and the share of channels that never fire. Surprise: all channels share one gray scale,
// from the stage's lowest to its highest value, so that strong channels look strong.

import { useEffect, useMemo, useRef, useState } from 'react';
import type { NamedArray } from '../../engine/engine';
import { mapStatistics, type BlockName, type MapStatistics } from '../../store/figure';
import { formatPercent } from '../format';
import { useActions, useApp } from '../page';
import { Symbols } from '../parts/NetworkBadge';
import { blockLabels } from './FigureBlock';

export function FeatureMaps() {
  const open = useApp((state) => state.figure.open);
  const maps = useApp((state) => state.figure.maps);
  const images = useApp((state) => state.slots.face.image !== null && state.slots.expression.image !== null);
  if (open === null) return <div id="feature-maps" hidden />;
  const stages = maps?.[open];
  return (
    <section id="feature-maps" className="feature-maps" aria-label={`Feature maps of the ${blockLabels[open].title.toLowerCase()}`}>
      {stages?.length
        ? <Stages key={open} block={open} stages={stages} />
        : <p className="quiet">{images ? 'The networks are being run.' : 'Give a face image and an expression image: their feature maps appear here.'}</p>}
    </section>
  );
}

function Stages({ block, stages }: { block: BlockName; stages: { stage: string; map: NamedArray }[] }) {
  const [wanted, setWanted] = useState(0);
  const { openBlock } = useActions();
  const { stage, map } = stages[Math.min(wanted, stages.length - 1)]!;
  const statistics = useMemo(() => mapStatistics(map), [map]);
  const [, height, width, channels] = map.shape as [number, number, number, number];
  /** The focus goes back to the block. */
  function close(): void {
    document.querySelector<HTMLElement>('[aria-controls="feature-maps"][aria-expanded="true"]')!.focus();
    openBlock(null);
  }
  return (
    <>
      <div className="row spread">
        <h3>Inside <Symbols text={blockLabels[block].symbol} /></h3>
        <label>Stage <select value={wanted} onChange={(event) => setWanted(Number(event.target.value))}>
          {stages.map((one, index) => <option key={one.stage} value={index}>{`${one.stage}: ${one.map.shape.slice(1).join('×')}`}</option>)}
        </select></label>
        <Statistics {...statistics} />
        <button type="button" onClick={close}>Close</button>
      </div>
      <ChannelGrid map={map} statistics={statistics} label={`${channels} channels of ${stage}, ${height} by ${width} each`} />
      <p className="quiet">One tile per channel; black is {format(statistics.low)}, white is {format(statistics.high)}.</p>
    </>
  );
}

function Statistics({ mean, deviation, dead }: MapStatistics) {
  return (
    <dl className="facts">
      <div><dt>Mean</dt><dd>{format(mean)}</dd></div>
      <div><dt>Deviation</dt><dd>{format(deviation)}</dd></div>
      <div><dt>Dead channels</dt><dd>{formatPercent(dead)}</dd></div>
    </dl>
  );
}

function ChannelGrid({ map, statistics, label }: { map: NamedArray; statistics: MapStatistics; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => paintChannels(canvas.current!, map, statistics), [map, statistics]);
  return <canvas ref={canvas} className="channel-grid" role="img" aria-label={label} />;
}

/** Channels side by side with a gap of one pixel, about twice as wide as high. */
function paintChannels(canvas: HTMLCanvasElement, { shape, values }: NamedArray, { low, high }: MapStatistics): void {
  const [, height, width, channels] = shape as [number, number, number, number];
  const columns = Math.min(channels, Math.ceil(Math.sqrt(4 * channels)));
  const rows = Math.ceil(channels / columns);
  canvas.width = columns * (width + 1) - 1;
  canvas.height = rows * (height + 1) - 1;
  const context = canvas.getContext('2d')!;
  const picture = context.createImageData(canvas.width, canvas.height);
  const scale = high > low ? 255 / (high - low) : 0;
  for (let i = 0; i < values.length; i++) {
    const channel = i % channels;
    const pixel = (i - channel) / channels;
    const x = (channel % columns) * (width + 1) + (pixel % width);
    const y = Math.floor(channel / columns) * (height + 1) + Math.floor(pixel / width);
    const at = 4 * (y * canvas.width + x);
    picture.data.fill((values[i]! - low) * scale, at, at + 3);
    picture.data[at + 3] = 255;
  }
  context.putImageData(picture, 0, 0);
}

const format = (value: number): string => value.toFixed(3);
