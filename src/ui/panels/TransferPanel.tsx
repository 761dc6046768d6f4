// The transfer itself: a face image, an expression image, and the face that the generator draws
// from both, with what the classifiers make of it, and with what would be right where the studio drew
// both images. It redraws by itself when anything changes.

import { useMemo } from 'react';
import { expressionNames } from '../../expressions';
import { expressionVerdicts, identityVerdicts } from '../../store/verdicts';
import { networkColor } from '../networks';
import { useActions, useApp } from '../page';
import { ImageSlot } from '../parts/ImageSlot';
import { NetworkBadge } from '../parts/NetworkBadge';
import { Panel } from '../parts/Panel';
import { PixelImage } from '../parts/PixelImage';
import { VerdictBars } from '../parts/VerdictBars';
import { TruthComparison } from './TruthComparison';

export function TransferPanel() {
  const step = useApp((state) => state.transfer.result?.step);
  const { showNextPair } = useActions();
  return (
    <Panel
      title="Transfer"
      lead="The generator draws the person of the face image with the expression of the expression image. Before training it draws gray noise."
      source={step === undefined ? null : `step ${step}`}
    >
      <div className="row">
        <button type="button" onClick={() => void showNextPair()}>Another pair of drawn people</button>
      </div>
      <div className="transfer-images">
        <ImageSlot slot="face" title="Face image" symbol="I_f" network="face" />
        <span className="operator" aria-hidden="true">+</span>
        <ImageSlot slot="expression" title="Expression image" symbol="I_e" network="expression" />
        <span className="operator" aria-hidden="true">→</span>
        <GeneratedFace />
      </div>
      <TruthComparison />
      <Verdicts />
    </Panel>
  );
}

function GeneratedFace() {
  const result = useApp((state) => state.transfer.result);
  const error = useApp((state) => state.transfer.error);
  const waiting = useApp((state) => state.slots.face.image !== null && state.slots.expression.image !== null);
  const empty = waiting ? 'Drawing' : 'Give a face image and an expression image';
  return (
    <div className="slot output" style={{ '--slot-color': networkColor('decoder') }} role="group" aria-label="Generated face">
      <p className="slot-title"><NetworkBadge network="decoder" symbol="I_g" /> Generated face</p>
      <div className="slot-picture">
        {result
          ? <PixelImage picture={result.picture} label={`Generated face at step ${result.step}`} />
          : <p className="slot-empty">{empty}</p>}
      </div>
      <p className="slot-name">{result ? `step ${result.step}` : 'nothing drawn yet'}</p>
      <p className="error" role="alert">{error}</p>
    </div>
  );
}

const rankNames = ['1st identity', '2nd identity', '3rd identity', '4th identity', '5th identity', 'fake'];

function Verdicts() {
  const result = useApp((state) => state.transfer.result);
  const report = useApp((state) => state.datasets.face.report);
  const verdicts = useMemo(() => result && {
    classifier: expressionVerdicts(result.expressionLogits),
    expression: expressionVerdicts(result.generatedExpressionLogits),
    face: identityVerdicts(result.faceLogits, report?.classes.map((entry) => entry.name) ?? [], 5),
  }, [result, report]);
  return (
    <div className="verdicts">
      <VerdictBars
        name="M_ER's verdict on the expression image" network="classifier" symbol="M_ER" caption="on the expression image"
        verdicts={verdicts?.classifier ?? null} placeholders={expressionNames}
      />
      <VerdictBars
        name="D_e's verdict on the generated face" network="head" symbol="D_e" caption="on the generated face"
        verdicts={verdicts?.expression ?? null} placeholders={expressionNames}
      />
      <VerdictBars
        name="D_f's verdict on the generated face" network="head" symbol="D_f" caption="on the generated face"
        verdicts={verdicts?.face ?? null} placeholders={rankNames}
      />
    </div>
  );
}
