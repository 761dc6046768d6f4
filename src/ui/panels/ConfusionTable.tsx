// Which expression a judge sees for which it should be: rows are what was asked for, columns what was
// seen. The share of its row is told by the number and by the depth of its color.

import { expressionNames } from '../../expressions';

export function ConfusionTable({ title, counts }: { title: string; counts: number[][] }) {
  return (
    <figure className="confusion">
      <figcaption>{title}</figcaption>
      <table className="data" aria-label={title}>
        <thead>
          <tr>
            <th scope="col">should be</th>
            {expressionNames.map((name) => <th key={name} scope="col" title={name}><abbr title={name}>{name.slice(0, 3)}</abbr></th>)}
          </tr>
        </thead>
        <tbody>
          {counts.map((row, truth) => {
            const sum = row.reduce((total, count) => total + count, 0);
            return (
              <tr key={expressionNames[truth]}>
                <th scope="row">{expressionNames[truth]}</th>
                {row.map((count, seen) => (
                  <td key={expressionNames[seen]} className={`numeric ${seen === truth ? 'diagonal' : ''} ${count === 0 ? 'quiet' : ''}`} style={{ '--share': sum === 0 ? 0 : count / sum }}>{count}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </figure>
  );
}
