import type { Finding } from './manual/types.ts';
import type { Problem, ProblemType } from './views/shared.ts';

/** An expected "no" of a service: a value, which the routes answer as problem+json. */
export interface Refused {
  refused: ProblemType;
  detail?: string;
  fields?: Record<string, string>;
  rules?: Finding[];
}

/** Says no, with the reason and the next step in Japanese. */
export function refused(type: ProblemType, more: Omit<Refused, 'refused'> = {}): Refused {
  return { refused: type, ...more };
}

/** Whether a service said no. */
export function isRefused(outcome: unknown): outcome is Refused {
  return typeof outcome === 'object' && outcome !== null && 'refused' in outcome;
}

/** The one error that a route throws on purpose; `onError` turns it into its answer. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(no: Refused) {
    super(no.refused);
    const known = PROBLEMS[no.refused];
    const { refused: type, ...more } = no;
    this.problem = { type, ...known, ...more };
  }
}

/** Status and words of each problem; the words may be shown to whoever asked. */
export const PROBLEMS: Record<ProblemType, { status: number; title: string; detail?: string }> = {
  'bad-input': { status: 400, title: '入力に、わからないところがあります。' },
  'too-large': { status: 413, title: '送られた内容が大きすぎます。' },
  'too-many': { status: 429, title: '続けて多く届いています。少し待ってからお試しください。' },
  'signed-out': { status: 401, title: 'ログインが切れました。もう一度入ってください。' },
  'token-invalid': { status: 401, title: 'LINEの確認ができませんでした。もう一度入ってください。' },
  forbidden: { status: 403, title: 'この画面を使うことができません。' },
  'not-found': { status: 404, title: '見つかりません。' },
  'invitation-unusable': { status: 404, title: 'この招待は使えません。' },
  'consent-needed': { status: 403, title: 'LINEを使うことへの承諾が、まだありません。' },
  'rules-changed': { status: 409, title: 'やくそくの文が新しくなりました。もう一度読んでください。' },
  'slot-taken': { status: 409, title: 'えらんだ日時が、ほかの予定で埋まりました。' },
  'slots-overlap': { status: 409, title: 'ほかの予定と重なる候補があります。' },
  'case-closed': { status: 409, title: 'この日程調整は終わっています。' },
  'already-confirmed': { status: 409, title: 'ほかの人が先に日程を確定しました。' },
  'refused-by-manual': { status: 422, title: '手順書により、LINEでは送れません。' },
  'reason-needed': { status: 409, title: '注意があります。進めるには理由を書いてください。' },
  conflict: { status: 409, title: '同時に変更がありました。', detail: '画面を読み直してください。' },
  fault: { status: 500, title: 'うまくいきませんでした。少し待ってからお試しください。' },
};
