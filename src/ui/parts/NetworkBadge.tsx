// A network's symbol in its color, with subscripts set as subscripts.

import { networks, networkColor, type NetworkName } from '../networks';

export function NetworkBadge({ network, symbol = networks[network].symbol }: { network: NetworkName; symbol?: string }) {
  return (
    <span className="badge" style={{ '--slot-color': networkColor(network) }} title={networks[network].title}>
      <Symbols text={symbol} />
    </span>
  );
}

/** "D_f(I_g)" with f and g set lower; read aloud as written. */
export function Symbols({ text }: { text: string }) {
  const parts = text.split(/_([A-Za-z]+)/);
  return <>{parts.map((part, index) => (index % 2 === 1 ? <sub key={index}>{part}</sub> : part))}</>;
}
