import type { CivilDate } from '../../worker/manual/types.ts';
import type { UsageRuleGroup } from '../../worker/views/mini-app.ts';
import type { RuleChange, RulesVersion, RulesView } from '../../worker/views/rules.ts';
import { call } from './console-http.ts';
import { seg } from './http.ts';

export const fetchRules = (signal?: AbortSignal): Promise<RulesView> =>
  call('GET', '/api/console/rules', undefined, signal);

export const fetchRulesVersion = (version: number, signal?: AbortSignal): Promise<RulesVersion> =>
  call('GET', `/api/console/rules/${version}`, undefined, signal);

export const startRulesDraft = (): Promise<{ id: string }> => call('POST', '/api/console/rules/drafts');

export const saveRulesDraft = (
  id: string,
  input: { revision: number; groups: UsageRuleGroup[]; note: string },
): Promise<{ revision: number }> => call('PUT', `/api/console/rules/drafts/${seg(id)}`, input);

export const dropRulesDraft = (id: string, revision: number): Promise<unknown> =>
  call('POST', `/api/console/rules/drafts/${seg(id)}/drop`, { revision });

export const publishRules = (
  id: string,
  input: { revision: number; change: RuleChange; effectiveFrom: CivilDate },
): Promise<{ version: number }> => call('POST', `/api/console/rules/drafts/${seg(id)}/publish`, input);

export const withdrawRules = (version: number): Promise<unknown> =>
  call('POST', `/api/console/rules/${version}/withdraw`);
