import { defineConfig } from 'vitest/config';

// `npm run check` runs `fast`. `npm test` adds `parts` (the stand-ins, the jobs, what operators run) and `browser` (Chromium and the built product).
// Long scenes through the whole product in one process: they would take `npm run check` over its half minute.
const SCENES = [
  'test/routes/{approvals,case-dates,client-import,console-threads,races}.test.ts',
  'test/services/{answers,delivery-*}.test.ts',
];

export default defineConfig({
  test: {
    projects: [
      {
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
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts', 'test/slow/**/*.test.ts'],
          environment: 'node',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // What a page comes to show is awaited, as playwright does.
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
});
