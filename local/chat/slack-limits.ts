/** What Slack's reference says of the blocks that an incoming webhook takes: what breaks it, in its own kind of words. */
export function slackProblems(body: unknown): string[] {
  const problems: string[] = [];
  const message = body as { text?: unknown; blocks?: unknown };
  if (typeof body !== 'object' || body === null) return ['invalid_payload'];
  if (message.text === undefined && message.blocks === undefined) return ['no_text'];
  if (message.text !== undefined && (typeof message.text !== 'string' || message.text.length > 40_000))
    problems.push('text: at most 40000 characters');
  if (message.blocks === undefined) return problems;
  if (!Array.isArray(message.blocks) || message.blocks.length > 50) return [...problems, 'invalid_blocks'];
  const blocks = message.blocks as Block[];
  problems.push(...blocks.flatMap((block, n) => blockProblems(block).map((why) => `blocks[${n}]: ${why}`)));
  const ids = blocks.flatMap((block) => (block.elements ?? []).map((each) => each.action_id));
  if (new Set(ids).size !== ids.length) problems.push('action_id: must be unique');
  return problems;
}

interface Text {
  type?: string;
  text?: string;
  emoji?: boolean;
}
interface Element {
  type?: string;
  action_id?: string;
  value?: string;
  url?: string;
  style?: string;
  text?: Text;
}
interface Block {
  type?: string;
  text?: Text;
  elements?: Element[];
}

function blockProblems(block: Block): string[] {
  switch (block.type) {
    case 'header':
      return textProblems(block.text, ['plain_text'], 150);
    case 'section':
      return textProblems(block.text, ['plain_text', 'mrkdwn'], 3000);
    case 'actions': {
      const elements = block.elements ?? [];
      if (elements.length < 1 || elements.length > 25) return ['elements: 1 to 25'];
      return elements.flatMap(buttonProblems);
    }
    case 'divider':
      return [];
    default:
      return [`unsupported type ${String(block.type)}`];
  }
}

function buttonProblems(button: Element): string[] {
  return [
    ...(button.type === 'button' ? [] : [`unsupported element ${String(button.type)}`]),
    ...textProblems(button.text, ['plain_text'], 75),
    ...((button.action_id?.length ?? 0) > 255 ? ['action_id: at most 255'] : []),
    ...((button.value?.length ?? 0) > 2000 ? ['value: at most 2000'] : []),
    ...((button.url?.length ?? 0) > 3000 ? ['url: at most 3000'] : []),
    ...(button.style === undefined || ['primary', 'danger'].includes(button.style) ? [] : ['style']),
  ];
}

function textProblems(text: Text | undefined, types: string[], most: number): string[] {
  if (!text || !types.includes(text.type ?? '')) return [`text: must be ${types.join(' or ')}`];
  if (typeof text.text !== 'string' || text.text.length < 1) return ['text: at least 1 character'];
  if (text.text.length > most) return [`text: at most ${most} characters`];
  return text.type === 'mrkdwn' && text.emoji !== undefined ? ['emoji: only with plain_text'] : [];
}
