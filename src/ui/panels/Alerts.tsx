// What went wrong and belongs to no panel. A failure that ends everything cannot be dismissed.

import { useActions, useApp } from '../page';

export function Alerts() {
  const failure = useApp((state) => state.failure);
  const alerts = useApp((state) => state.alerts);
  const { dismissAlert } = useActions();
  return (
    <div className="alerts" role="alert">
      {failure && (
        <div className="alert fatal">
          <p>{failure}</p>
          <button type="button" onClick={() => window.location.reload()}>Reload the page</button>
        </div>
      )}
      {alerts.map(({ id, message }) => (
        <div key={id} className="alert">
          <p>{message}</p>
          <button type="button" aria-label={`Dismiss: ${message.slice(0, 40)}`} onClick={() => dismissAlert(id)}>Dismiss</button>
        </div>
      ))}
    </div>
  );
}
