// What travels between whoever asks the judges and their worker.

import type { Judgment } from './judges';

export interface JudgeCommand {
  id: number;
  images: Float32Array;
  size: number;
}

export type JudgeReply =
  | { kind: 'progress'; id: number; done: number; total: number }
  | { kind: 'result'; id: number; judgment: Judgment }
  | { kind: 'failed'; id: number; message: string };
