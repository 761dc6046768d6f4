// The two training sets that an engine holds: from folders, from the demo set, or added to image by
// image. Surprise: every change is announced, and a set that a new model does not fit is dropped.

import type { TdganConfig } from '../config';
import { openDemoSet, trainingSet, type DemoSet } from '../data/demoSet';
import { importFolder } from '../data/importFolder';
import { joinSets, storedSide, type ImageSet } from '../data/imageSet';
import type { Branch, DatasetReport, EngineEvent, ImageFile } from './engine';

const branches = ['face', 'expression'] as const;
const replacedMessage = 'The model was replaced while the images were read. Load them again.';

export class TrainingSets {
  private readonly sets: Partial<Record<Branch, ImageSet>> = {};
  private demoSet: Promise<DemoSet> | null = null;

  /** @param config of the present model; throws where there is none */
  constructor(
    private readonly emit: (event: EngineEvent) => void,
    private readonly config: () => TdganConfig,
  ) {}

  get(branch: Branch): ImageSet | undefined {
    return this.sets[branch];
  }

  /** After a new model. */
  dropUnfit(): void {
    for (const branch of branches) {
      const set = this.sets[branch];
      if (!set || fits(set, branch, this.config())) continue;
      delete this.sets[branch];
      this.emit({ kind: 'dataset', branch, report: null });
    }
  }

  /** @param stillAllowed throws where a set may no longer be replaced */
  async load(branch: Branch, files: ImageFile[], stillAllowed: () => void): Promise<DatasetReport> {
    const { set, skipped } = await this.read(branch, files);
    stillAllowed();
    return this.put(branch, { ...set, synthetic: isSynthetic(files) }, skipped);
  }

  async add(branch: Branch, files: ImageFile[], stillAllowed: () => void): Promise<DatasetReport> {
    const { set, skipped } = await this.read(branch, files);
    const [refused] = skipped;
    if (refused) throw new Error(`${refused.path}: ${refused.reason} Nothing was added.`);
    stillAllowed();
    const added = { ...set, synthetic: isSynthetic(files) };
    if (!fits(added, branch, this.config())) throw new Error(replacedMessage);
    const present = this.sets[branch];
    const joined = present ? joinSets(present, added) : added;
    const { faceClasses } = this.config();
    if (branch === 'face' && joined.classes.length > faceClasses) {
      throw new Error(`The face set has ${present!.classes.length} identities and the model tells ${faceClasses} apart: another one does not fit. Add images of a person who is in the set, or create a model with faceClasses ${joined.classes.length}.`);
    }
    return this.put(branch, joined, []);
  }

  async loadDemo(stillAllowed: () => void): Promise<Record<Branch, DatasetReport>> {
    const demo = await this.demo();
    const model = this.config();
    const read = (branch: Branch) => trainingSet(demo, branch, {
      model, onProgress: (done, total) => this.emit({ kind: 'progress', task: `Reading demo ${branch} people`, done, total }),
    });
    const face = await read('face');
    const expression = await read('expression');
    stillAllowed();
    return { face: this.put('face', face, []), expression: this.put('expression', expression, []) };
  }

  /** Opened when first asked for; a failure is tried again. */
  demo(): Promise<DemoSet> {
    this.demoSet ??= openDemoSet(new URL(`${import.meta.env.BASE_URL}demo/`, self.location.href).href);
    this.demoSet.catch(() => (this.demoSet = null));
    return this.demoSet;
  }

  private read(branch: Branch, files: ImageFile[]) {
    return importFolder(branch, files, {
      model: this.config(),
      onProgress: (done, total) => this.emit({ kind: 'progress', task: `Reading ${branch} images`, done, total }),
    });
  }

  private put(branch: Branch, set: ImageSet, skipped: DatasetReport['skipped']): DatasetReport {
    if (!fits(set, branch, this.config())) throw new Error(replacedMessage);
    this.sets[branch] = set;
    const report: DatasetReport = {
      branch, synthetic: set.synthetic, images: set.count, skipped,
      classes: set.classes.map((name, label) => ({ name, images: set.labels.filter((l) => l === label).length })),
    };
    this.emit({ kind: 'dataset', branch, report });
    return report;
  }
}

function isSynthetic(files: ImageFile[]): boolean {
  return files.every(({ synthetic }) => synthetic === true);
}

function fits(set: ImageSet, branch: Branch, config: TdganConfig): boolean {
  return set.channels === config.imageChannels && set.side === storedSide(branch, config.imageSize)
    && set.classes.length <= (branch === 'face' ? config.faceClasses : config.expressionClasses);
}
