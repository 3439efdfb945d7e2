export const AREAS = ['環境', '配置', 'LINE', 'LIFF', 'データベース', '定期実行'] as const;
export type Area = (typeof AREAS)[number];

/** One thing that was looked at. 確認: what no program can tell, or what may be meant so. */
export type Finding =
  | { id: string; area: Area; state: 'OK'; what: string }
  | { id: string; area: Area; state: 'NG' | '確認'; what: string; mend: string };

/** Findings of one area. */
export class Findings {
  readonly list: Finding[] = [];
  readonly #area: Area;

  constructor(area: Area) {
    this.#area = area;
  }

  ok(id: string, what: string): void {
    this.list.push({ id, area: this.#area, state: 'OK', what });
  }
  ng(id: string, what: string, mend: string): void {
    this.list.push({ id, area: this.#area, state: 'NG', what, mend });
  }
  ask(id: string, what: string, mend: string): void {
    this.list.push({ id, area: this.#area, state: '確認', what, mend });
  }
}

/** No secret leaves the doctor, whatever a library or a server put into its words. */
export function withoutSecrets(findings: readonly Finding[], secrets: readonly string[]): Finding[] {
  const known = secrets.filter((secret) => secret.length >= 6);
  const hide = (text: string) => known.reduce((said, secret) => said.replaceAll(secret, '（秘密）'), text);
  return findings.map((each) => ({
    ...each,
    what: hide(each.what),
    ...(each.state === 'OK' ? {} : { mend: hide(each.mend) }),
  }));
}
