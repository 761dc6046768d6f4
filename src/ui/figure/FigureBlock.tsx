// One block of the figure: its symbol in its network's color, what flows out of it, how many parameters
// it has, whether the next step moves it. A click opens its feature maps.

import type { ReactNode } from 'react';
import { blockParameters, outputShapes, stepsUntilUpdate, type BlockName } from '../../store/figure';
import { formatCount, formatMillions } from '../format';
import { networkColor, type NetworkName } from '../networks';
import { useActions, useApp } from '../page';
import { NetworkBadge } from '../parts/NetworkBadge';

export const blockLabels: Record<BlockName, { title: string; symbol: string; network: NetworkName }> = {
  faceEncoder: { title: 'Face encoder', symbol: 'E_f', network: 'face' },
  expressionEncoder: { title: 'Expression encoder', symbol: 'E_e', network: 'expression' },
  embedding: { title: 'Embedding module', symbol: 'd_fuse', network: 'decoder' },
  decoder: { title: 'Decoder', symbol: 'D_g', network: 'decoder' },
  expressionClassifier: { title: 'Expression classifier', symbol: 'M_ER', network: 'classifier' },
  faceDiscriminator: { title: 'Face discriminator', symbol: 'D_f', network: 'head' },
  expressionDiscriminator: { title: 'Expression discriminator', symbol: 'D_e', network: 'head' },
};

interface FigureBlockProps {
  name: BlockName;
  /** What it does, in a few words. */
  does: ReactNode;
  children?: ReactNode;
}

export function FigureBlock({ name, does, children }: FigureBlockProps) {
  const { title, symbol, network } = blockLabels[name];
  const open = useApp((state) => state.figure.open === name);
  const shape = useApp((state) => (state.config ? outputShapes(state.config)[name] : '–'));
  const parameters = useApp((state) => (state.parameters && state.config ? blockParameters(state.parameters, state.config)[name] : null));
  const { openBlock } = useActions();
  return (
    <div className={`figure-block block-${name}`} style={{ '--block-color': networkColor(network) }}>
      <button
        type="button" className="figure-button" aria-expanded={open} aria-controls="feature-maps"
        aria-label={`${title}: output ${shape}, ${parameters === null ? 'unknown' : formatCount(parameters)} parameters. ${open ? 'Close' : 'Open'} its feature maps`}
        onClick={() => openBlock(open ? null : name)}
      >
        <span><NetworkBadge network={network} symbol={symbol} /></span>
        <span className="figure-title">{title}</span>
        <span className="figure-does">{does}</span>
        <span className="figure-facts"><b>{shape}</b> <span>{parameters === null ? '–' : formatMillions(parameters)} parameters</span></span>
        <Schedule name={name} />
      </button>
      {children}
    </div>
  );
}

/** What the next step does to it: known as soon as there are settings, so that its line never comes and goes. */
function Schedule({ name }: { name: BlockName }) {
  const wait = useApp((state) => (state.training ? stepsUntilUpdate(state.status.step, state.training)[name] : null));
  if (wait === null) return <span className="figure-schedule">–</span>;
  const text = wait === 0 ? 'learns next' : `waits ${wait} step${wait === 1 ? '' : 's'}`;
  return <span className={`figure-schedule ${wait === 0 ? 'due' : 'waiting'}`}>{text}</span>;
}
