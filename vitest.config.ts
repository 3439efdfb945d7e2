import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// `npm run check` runs `fast`. `npm test` adds `parts` (the stand-ins, the jobs, what operators run), `browser` (the built pages
// in Chromium before an office that says what a test wants) and, after them and one at a time, `worlds` (the whole product).
// Long scenes through the whole product in one process: they would take `npm run check` over its half minute.
const SCENES = [
  'test/db/forward-migrations.test.ts',
  'test/routes/{approvals,case-dates,client-import,console-threads,races}.test.ts',
  'test/services/{answers,delivery-*}.test.ts',
];

const pages = {
  environment: 'node',
  testTimeout: 120_000,
  hookTimeout: 120_000,
  // What a page comes to show is awaited, as playwright does.
  expect: { poll: { timeout: 15_000 } },
} as const;
const WORLDS = ['test/browser/{console-world,story,studio}.test.ts', 'test/slow/**/*.test.ts'];

export default defineConfig({
  test: {
    // vitest keeps one core for itself, which on two cores halves what could run.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/browser/**',
            'test/slow/**',
            'test/local-*/**',
            'test/jobs/**',
            'test/operate/**',
            ...SCENES,
          ],
          isolate: false,
          environment: 'node',
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'parts',
          include: [
            'test/local-*/**/*.test.ts',
            'test/jobs/**/*.test.ts',
            'test/operate/**/*.test.ts',
            ...SCENES,
          ],
          environment: 'node',
          testTimeout: 30_000,
          // On a busy machine what is awaited comes late.
          expect: { poll: { timeout: 15_000 } },
        },
      },
      {
        extends: true,
        test: { ...pages, name: 'browser', include: ['test/browser/**/*.test.ts'], exclude: WORLDS },
      },
      {
        extends: true,
        test: {
          ...pages,
          name: 'worlds',
          include: WORLDS,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
