// The paper's framework figure, alive: two images go in at the left, features flow through encoders,
// embedding module and decoder, and the classifiers at the right say what they see. It redraws by
// itself when anything changes. Surprise: M_ER reads the expression image's features, not the drawn face.

import { useMemo } from 'react';
import { expressionNames } from '../../expressions';
import { noiseShapeText } from '../../store/figure';
import { expressionVerdicts, identityVerdicts } from '../../store/verdicts';
import { networkColor } from '../networks';
import { useActions, useApp } from '../page';
import { TruthComparison } from '../panels/TruthComparison';
import { ImageSlot } from '../parts/ImageSlot';
import { NetworkBadge, Symbols } from '../parts/NetworkBadge';
import { Panel } from '../parts/Panel';
import { PixelImage } from '../parts/PixelImage';
import { VerdictBars } from '../parts/VerdictBars';
import { Connectors } from './Connectors';
import { FeatureMaps } from './FeatureMaps';
import { FigureBlock } from './FigureBlock';

export function FigurePanel() {
  const step = useApp((state) => state.transfer.result?.step);
  const { showNextPair } = useActions();
  return (
    <Panel
      title="Transfer"
      lead="The paper’s framework figure, alive: it draws the person of the face image with the expression of the expression image, and both discriminators judge what it drew. Click a block to look inside; before training all of it is noise."
      source={step === undefined ? null : `step ${step}`}
    >
      <div className="framework">
        <Connectors />
        <div className="block-face"><ImageSlot slot="face" title="Face image" symbol="I_f" network="face" /></div>
        <div className="block-expression"><ImageSlot slot="expression" title="Expression image" symbol="I_e" network="expression" /></div>
        <FigureBlock name="faceEncoder" does={<>who it is: <Symbols text="d_f" /></>} />
        <FigureBlock name="expressionEncoder" does={<>what it shows: <Symbols text="d_e" /></>} />
        <Noise />
        <FigureBlock name="embedding" does={<>joins <Symbols text="d_e" />, <Symbols text="d_f" /> and <Symbols text="d_n" /></>} />
        <FigureBlock name="decoder" does="doubles the side four times" />
        <GeneratedFace />
        <Verdicts />
      </div>
      <FeatureMaps />
      <TruthComparison>
        <button type="button" onClick={() => void showNextPair()}>Another pair of drawn people</button>
      </TruthComparison>
    </Panel>
  );
}

/** d_n: the third input of the embedding module. */
function Noise() {
  const shape = useApp((state) => (state.config ? noiseShapeText(state.config) : '–'));
  const seed = useApp((state) => state.noiseSeed);
  return (
    <p className="block-noise" style={{ '--block-color': networkColor('decoder') }}>
      <NetworkBadge network="decoder" symbol="d_n" /> noise
      <span className="quiet numeric">{`${shape}, seed ${seed}`}</span>
    </p>
  );
}

function GeneratedFace() {
  const result = useApp((state) => state.transfer.result);
  const error = useApp((state) => state.transfer.error);
  const waiting = useApp((state) => state.slots.face.image !== null && state.slots.expression.image !== null);
  const empty = waiting ? 'Drawing' : 'Give a face image and an expression image';
  return (
    <div className="slot output block-generated" style={{ '--slot-color': networkColor('decoder') }} role="group" aria-label="Generated face">
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

const rankNames = ['1st person', '2nd person', '3rd person', '4th person', '5th person', 'fake'];

function Verdicts() {
  const result = useApp((state) => state.transfer.result);
  const report = useApp((state) => state.datasets.face.report);
  const verdicts = useMemo(() => result && {
    classifier: expressionVerdicts(result.expressionLogits),
    expression: expressionVerdicts(result.generatedExpressionLogits),
    face: identityVerdicts(result.faceLogits, report?.classes.map((entry) => entry.name) ?? [], 5),
  }, [result, report]);
  return (
    <>
      <FigureBlock name="faceDiscriminator" does="whose face it is, or that it is fake">
        <VerdictBars
          name="D_f's verdict on the generated face" network="head" caption="on the generated face"
          verdicts={verdicts?.face ?? null} placeholders={rankNames}
        />
      </FigureBlock>
      <FigureBlock name="expressionDiscriminator" does="which expression it shows">
        <VerdictBars
          name="D_e's verdict on the generated face" network="head" caption="on the generated face"
          verdicts={verdicts?.expression ?? null} placeholders={expressionNames}
        />
      </FigureBlock>
      <FigureBlock name="expressionClassifier" does={<>reads the expression off <Symbols text="d_e" /></>}>
        <VerdictBars
          name="M_ER's verdict on the expression image" network="classifier" caption="on the expression image"
          verdicts={verdicts?.classifier ?? null} placeholders={expressionNames}
        />
      </FigureBlock>
    </>
  );
}
