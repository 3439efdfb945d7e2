import { createInterface } from 'node:readline/promises';
import { Refusal } from '../prepare/refusal.mjs';

const SHORTEST = 12;

/**
 * The passphrase of a backup: BACKUP_PASSPHRASE, or asked for at the terminal without showing it.
 * @throws Refusal when there is none, or it is shorter than 12 characters
 */
export async function passphrase(env: Record<string, string | undefined>): Promise<string> {
  const given = env.BACKUP_PASSPHRASE ?? (process.stdin.isTTY ? await ask() : '');
  if (given.length >= SHORTEST) return given;
  throw new Refusal(
    given === '' ? '合言葉がありません。' : '合言葉が短すぎます。',
    `環境変数 BACKUP_PASSPHRASE に、${SHORTEST}文字以上の合言葉を入れてください。なくすと、だれにも開けません。`,
  );
}

async function ask(): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr, terminal: true });
  try {
    // The prompt is written first; what is typed after it stays unseen.
    process.stderr.write('合言葉: ');
    Object.assign(terminal, { _writeToOutput: () => {} });
    return await terminal.question('');
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
