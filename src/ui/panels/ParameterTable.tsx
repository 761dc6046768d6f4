// How many parameters each network of the present model has; folded to their sum.

import type { ParameterCounts } from '../../engine/engine';
import { modelBlocked, presetOf } from '../../store/selectors';
import { formatCount, formatMillions } from '../format';
import type { NetworkName } from '../networks';
import { useApp } from '../page';
import { NetworkBadge } from '../parts/NetworkBadge';

const rows: { field: Exclude<keyof ParameterCounts, 'total'>; title: string; network: NetworkName; symbol: string }[] = [
  { field: 'faceEncoder', title: 'Face encoder', network: 'face', symbol: 'E_f' },
  { field: 'expressionEncoder', title: 'Expression encoder', network: 'expression', symbol: 'E_e' },
  { field: 'decoder', title: 'Embedding and decoder', network: 'decoder', symbol: 'D_g' },
  { field: 'expressionClassifier', title: 'Expression classifier', network: 'classifier', symbol: 'M_ER' },
  { field: 'faceDiscriminator', title: 'Face discriminator', network: 'head', symbol: 'D_f' },
  { field: 'expressionDiscriminator', title: 'Expression discriminator', network: 'head', symbol: 'D_e' },
];

export function ParameterTable() {
  const parameters = useApp((state) => state.parameters);
  const config = useApp((state) => state.config);
  const blocked = useApp(modelBlocked);
  if (!parameters || !config) return <p className="quiet">{blocked}</p>;
  return (
    <details className="parameters">
      <summary>{`${presetOf(config) ?? 'own'} model, ${config.imageSize} px, ${formatMillions(parameters.total)} parameters`}</summary>
      <table className="data" aria-label="Parameters per network">
        <tbody>
          {rows.map(({ field, title, network, symbol }) => (
            <tr key={field}>
              <th scope="row"><NetworkBadge network={network} symbol={symbol} /> {title}</th>
              <td className="numeric">{formatCount(parameters[field])}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">All</th>
            <td className="numeric">{formatCount(parameters.total)}</td>
          </tr>
        </tbody>
      </table>
    </details>
  );
}
