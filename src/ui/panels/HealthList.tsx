// What is wrong with the training, one line each, and the way back after a run that a loss ended.

import { replacingBlocked } from '../../store/selectors';
import { useActions, useApp } from '../page';

export function HealthList() {
  const alarms = useApp(({ trainingBar }) => trainingBar.health.alarms);
  const trained = useApp((state) => state.status.step > 0);
  return (
    <section className="health" aria-label="Health">
      <WayBack />
      {alarms.length > 0
        ? <ul>{alarms.map(({ id, text }) => <li key={id} className="health-alarm">{text}</li>)}</ul>
        : <p className="quiet">{trained ? 'Health: no alarm in the newest steps.' : 'Health: alarms appear here once training runs.'}</p>}
    </section>
  );
}

function WayBack() {
  const { goBack } = useActions();
  const ended = useApp(({ trainingBar }) => trainingBar.health.ended);
  const blocked = useApp(replacingBlocked);
  if (!ended) return null;
  const { term, step, lastGoodStep } = ended;
  return (
    <div className="health-ended" role="alert">
      <p>
        {`The run stopped: ${term} was no number at step ${step}. `}
        {lastGoodStep === null
          ? 'No earlier weights were known to be good: press Reset, and lower the learning rates.'
          : 'Lower the learning rates after going back; Adam starts anew.'}
      </p>
      {lastGoodStep !== null && (
        <button type="button" disabled={blocked !== null} onClick={() => void goBack()}>{`Go back to step ${lastGoodStep}`}</button>
      )}
    </div>
  );
}
